"""Arguments in three columns, suggestions with a degree, and what staff answer to both."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.rendering import render
from civic.submissions import OnceForm, once
from civic.topics import argument_queries as reads
from civic.topics import arguments as verbs
from civic.topics import policies, queries, themes
from civic.topics import suggestions as kept
from civic.topics.argument_forms import ArgumentForm, FulfilmentForm, SuggestionForm, ThemesForm
from civic.topics.argument_models import OTHER_THEME, Degree, Side
from civic.topics.argument_showing import arguments_context
from civic.topics.blueprint import back_to, form_page, one_time, topics
from civic.topics.forms import AnswersForm, lines
from civic.topics.states import ARGUMENTS_OPEN, ReplyOutcome


@topics.get("/<int:no>/arguments")
@requires(anyone, on=queries.topic_or_404)
def arguments(topic):
    """For, against, on conditions: beside one another, or one column alone."""
    may = policies.may_argue(current_user, topic) and topic.state in ARGUMENTS_OPEN
    return _arguments_page(topic, _theme_choices(ArgumentForm(formdata=None), topic) if may else None)


def _arguments_page(topic, form, status=200):
    return render(
        "topics/arguments.html",
        status,
        topic=topic,
        form=form,
        is_open=topic.state in ARGUMENTS_OPEN,
        **arguments_context(topic, request.args),
    )


def _theme_choices(form, topic):
    named = [(place, themes.named(theme)) for place, theme in enumerate(topic.themes)]
    form.theme.choices = [*named, (OTHER_THEME, str(themes.OTHER))]
    return form


@topics.post("/<int:no>/arguments")
@requires(policies.may_argue, on=queries.topic_or_404)
def create_argument(topic):
    """Say one reason."""
    form, topic_id = _theme_choices(ArgumentForm(), topic), topic.id
    if not form.validate():
        return _arguments_page(topic, form, 422)
    here = url_for("topics.arguments", no=topic_id)
    with writing(), once(form) as first:
        made = verbs.argue(topic, by=current_user, side=Side(form.side.data), body=form.body.data,
                           theme=OTHER_THEME if form.theme.data is None else form.theme.data)  # fmt: skip
        first.leads_to(here)
    waits = _("It waits for a first look, a day at most; then everybody reads it.")
    flash(waits if made.held_at else _("Your reason stands with the others; it gets an answer."))
    return redirect(here, 303)


@form_page("/<int:no>/themes")
@requires(policies.may_run, on=queries.topic_or_404)
def argument_themes(topic):
    """What arguments are grouped by."""
    form, topic_id = ThemesForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            verbs.choose_themes(topic, themes.read(lines(form.themes.data)), by=current_user)
        return back_to(topic_id, _("Reasons are grouped by these themes now."))
    if request.method == "GET":
        form.themes.data = "\n".join(map(themes.named, topic.themes))
    return render("topics/argument_themes.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/arguments/answers")
@requires(policies.may_run, on=queries.topic_or_404)
def argument_answers(topic):
    """Answer arguments, many at once."""
    form, here = AnswersForm(), url_for("topics.argument_answers", no=topic.id)
    chosen = request.form.getlist("argument", type=int)
    if form.validate_on_submit() and chosen:
        with writing(), once(form) as first:
            verbs.answer_arguments(topic, chosen, by=current_user, reason=form.reason.data.strip(),
                                   outcome=ReplyOutcome(form.outcome.data))  # fmt: skip
            first.leads_to(here)
        flash(_("Answered; each author is told."))
        return redirect(here, 303)
    nothing = request.method == "POST" and not chosen
    page = reads.unanswered_page(topic, request.args.get("after"))
    status = 422 if form.errors or nothing else 200
    return render("topics/argument_answers.html", status, topic=topic, form=form, page=page, chosen=chosen,
                  nothing=nothing, theme_of=lambda one: themes.at(topic.themes, one.theme))  # fmt: skip


@topics.get("/<int:no>/suggestions")
@requires(anyone, on=queries.topic_or_404)
def suggestions(topic):
    """What must and must not be, and whether it is so."""
    may = policies.may_argue(current_user, topic) and topic.state in ARGUMENTS_OPEN
    return _suggestions_page(topic, SuggestionForm(formdata=None) if may else None)


def _suggestions_page(topic, form, status=200):
    page = reads.suggestions_page(topic, request.args.get("after"))
    mine = reads.doubted_by(current_user.id, [one.id for one in page])
    return render(
        "topics/suggestions.html", status, topic=topic, form=form, page=page, mine=mine,
        may_doubt=policies.may_argue(current_user, topic), button=OnceForm(formdata=None),
        is_open=topic.state in ARGUMENTS_OPEN,
        may_state=policies.may_run(current_user, topic) and topic.state in kept.STATED_FROM,
    )  # fmt: skip


@topics.post("/<int:no>/suggestions")
@requires(policies.may_argue, on=queries.topic_or_404)
def create_suggestion(topic):
    """Suggest something, with a degree."""
    form, here = SuggestionForm(), url_for("topics.suggestions", no=topic.id)
    if not form.validate():
        return _suggestions_page(topic, form, 422)
    with writing(), once(form) as first:
        kept.suggest(topic, by=current_user, degree=Degree(form.degree.data), body=form.body.data)
        first.leads_to(here)
    flash(_("Your suggestion stands here; later it is said whether it was kept."))
    return redirect(here, 303)


@form_page("/<int:no>/suggestions/<int:suggestion>/fulfilment")
@requires(policies.may_state, on=lambda no, suggestion: reads.suggestion_or_404(no, suggestion))
def suggestion_fulfilment(suggestion):
    """Staff say whether it is so now."""
    form, topic = FulfilmentForm(), suggestion.topic
    if form.validate_on_submit():
        with one_time(form, topic.id):
            kept.tell_fulfilled(suggestion, by=current_user, fulfilled=form.fulfilled.data == "yes",
                                words=form.words.data)  # fmt: skip
        flash(_("Everybody reads it now, and may say that it is not so."))
        return redirect(url_for("topics.suggestions", no=suggestion.topic_id), 303)
    return render("topics/suggestion_fulfilment.html", 422 if form.errors else 200, topic=topic, form=form,
                  suggestion=suggestion)  # fmt: skip


@topics.post("/<int:no>/suggestions/<int:suggestion>/doubts")
@requires(policies.may_doubt, on=lambda no, suggestion: reads.suggestion_or_404(no, suggestion))
def create_doubt(suggestion):
    """A neighbour says: it is not so."""
    form, here = OnceForm(), url_for("topics.suggestions", no=suggestion.topic_id)
    with writing(), once(form) as first:
        kept.doubt(suggestion, by=current_user)
        first.leads_to(here)
    flash(_("Counted: it stands beside what the office says."))
    return redirect(here, 303)
