"""Words in templates: the visitor's language, and nothing typed gets through as markup."""

from flask_babel import force_locale, get_locale

from civic.phrases import words_in


def test_values_are_escaped(app):
    with app.test_request_context():
        told = words_in(get_locale())["_"]("number %(no)s", no="<b>")
    assert "<b>" not in told and "&lt;b&gt;" in told


def test_a_percent_sign_is_written_once(app):
    with app.test_request_context(), force_locale("en"):
        assert words_in(get_locale())["_"]("100%% of it") == "100% of it"


def test_each_language_has_its_own(app):
    with app.test_request_context():
        with force_locale("zh_Hans_CN"):
            chinese = words_in(get_locale())["ngettext"]("%(num)d comment", "%(num)d comments", 2)
        with force_locale("en"):
            english = words_in(get_locale())["ngettext"]("%(num)d comment", "%(num)d comments", 2)
    assert english == "2 comments" and chinese != english
