"""What is said: short, whole in one part where there is no link, and never in anybody's own words."""

import pytest

from civic.ledger.workflow import ACTS
from civic.notifications.notices import NOTICES, TEXTS
from civic.notifications.outbox_models import Channel
from civic.notifications.quoting import TITLE, called
from civic.notifications.texts import PART, text_of

PARAMS = {"due": "2027-03-14", "by": "2027-03-14T09:30+08:00", "review_on": "2027-04-14", "where": "6号楼"}
PARAMS["starts_at"] = PARAMS["by"]
EVERY = [(channel, verb) for channel, notices in NOTICES.items() for verb in notices]


@pytest.fixture
def at_home(app, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://yishi.example.cn")


@pytest.mark.parametrize("verb", TEXTS)
def test_a_text_fits_into_one_part(at_home, verb):
    text = text_of(Channel.SMS, verb, "issue:123456", PARAMS, "楼" * 30)
    assert len(text) <= PART + (len("https://yishi.example.cn/issues/123456") if "http" in text else 0)
    assert len(text) <= 2 * PART - 6  # a long message gives up some characters to be joined


@pytest.mark.parametrize(("channel", "verb"), EVERY)
def test_the_words_ask_for_nothing_the_act_does_not_say(at_home, channel, verb):
    public = {name: PARAMS.get(name, "") for name in ACTS[verb].public}
    if "place" in public:  # the act names the place, its label stands in the text
        public |= {"where": public.pop("place") or PARAMS["where"]}
    subject = verb.partition(".")[0] + ":7"
    text = text_of(channel, verb, subject, public, "")
    assert "7" in text and not text.endswith(":") and "%" not in text


@pytest.mark.parametrize(("channel", "verb"), EVERY)
def test_without_an_address_of_the_site_the_sentence_still_ends(app, channel, verb):
    text = text_of(channel, verb, verb.partition(".")[0] + ":7", PARAMS, "")
    assert "http" not in text and text.endswith("。")


def test_what_is_to_be_done_comes_with_its_address(at_home):
    assert text_of(Channel.SMS, "issue.answered", "issue:7", {}, "楼道灯坏了") == (
        "“楼道灯坏了”(7号)有答复了。办成没有,请您说一声:https://yishi.example.cn/issues/7"
    )


def test_a_title_is_quoted_short_and_harmless(app):
    assert called("【银行】中奖 http://x.cn/y 请点") == "“银行中奖  请点”"
    assert len(called("楼" * 80)) == TITLE + 2
    assert called("\n") == called("") == called(None) == "您反映的事"
