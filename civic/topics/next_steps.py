"""What a visitor can do on a topic now, and what staff do next: links and one-button acts."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from civic.accounts.policies import is_of_its_street
from civic.topics import policies
from civic.topics.level_workflow import GATHERS
from civic.topics.levels import higher
from civic.topics.states import ARGUMENTS_OPEN, STATEMENTS_OPEN, TRANSITIONS, TopicLevel, TopicState

S = TopicState


@dataclass(frozen=True)
class Step:
    """A link to a form, or with `post` a button that acts at once."""

    url: str
    text: str
    kind: str = "plain"
    post: bool = False


def can_do(topic, user, open_round, votes) -> list[Step]:
    """For everybody, the weightiest first; empty when there is nothing to do but follow it."""
    open_votes = [one for one in votes if one.state == "open"]
    found = [Step(url_for("votes.show", no=one.id), _("Vote now"), "go") for one in open_votes]
    if open_round:
        found.append(Step(url_for("topics.opinions", no=topic.id), _("Say what I think"), "go"))
    noticed = [one for one in topic.decisions if one.state == "noticed"]
    found += [Step(url_for("decisions.show", no=one.id), _("Read the decision, object if need be"))
              for one in noticed]  # fmt: skip
    if topic.state in STATEMENTS_OPEN:
        found.append(Step(url_for("topics.statements", no=topic.id), _("Answer short sentences")))
    if topic.state in ARGUMENTS_OPEN:
        found.append(Step(_to("arguments", topic), _("Give a reason for or against")))
    if topic.options_open:
        found.append(Step(url_for("topics.options", no=topic.id), _("Add an option")))
    if topic.state == S.NOT_ADMITTED:
        found.append(Step(url_for("topics.review", no=topic.id), _("Ask somebody else to look at it")))
    if policies.may_withdraw(user, topic) and S.WITHDRAWN in TRANSITIONS[topic.state]:
        found.append(Step(url_for("topics.withdrawal", no=topic.id), _("Take my proposal back")))
    return found


def staff_steps(topic, user, last_round, unanswered=0) -> list[Step]:
    """What staff can do next, in the order of the way; empty for others."""
    if not policies.may_run(user, topic):
        return list(_street_steps(topic)) if is_of_its_street(user, topic) else []
    found = [Step(_to(end, topic), words, kind, post) for end, words, kind, post in _by_state(topic)]
    found += _round_steps(topic, last_round)
    if unanswered:
        words = _("Answer %(count)s reasons", count=unanswered)
        found.append(Step(_to("argument_answers", topic), words, "go"))
    if not topic.is_over:
        found.append(Step(url_for("meetings.new", topic=topic.id), _("Meet about this")))
    found.append(Step(_to("documents", topic), _("Add minutes or figures")))
    found += [Step(_to(end, topic), words) for end, words in _across(topic)]
    if S.SHELVED in TRANSITIONS[topic.state]:
        found.append(Step(_to("shelving", topic), _("Put it aside")))
    if S.REOPENED in TRANSITIONS[topic.state]:
        found.append(Step(_to("reopening", topic), _("Talk it over again")))
    return found


def _street_steps(topic):
    """The street's office takes up, looks a second time and moves up; the rest is the community's."""
    for end, words, kind, post in _by_state(topic):
        if end in ("screening", "ruling"):
            yield Step(_to(end, topic), words, kind, post)
    if not topic.is_over and higher(topic.level):
        yield Step(_to("level", topic), _("Take it one level up"))


def _across(topic):
    """Steps that belong to no state: themes, those it is about, levels."""
    if topic.options_open:
        yield "argument_themes", _("Themes of the reasons")
    if not topic.is_over:
        yield "new_reply", _("Let those it is about answer")
        if higher(topic.level):
            yield "level", _("Take it one level up")
    if topic.state in GATHERS and topic.level != TopicLevel.DOOR:
        yield "joining", _("Alike topics go on together")


def _to(endpoint, topic):
    return url_for(f"topics.{endpoint}", no=topic.id)


def _by_state(topic):
    preparing = [
        ("facts", _("Fill in the facts of every option"), "plain", False),
        ("bottom_lines", _("Add a bottom line"), "plain", False),
        ("notice", _("Put it on notice"), "go", False),
    ]
    steps = {
        S.PROPOSED: [("screening", _("Take it up, or say why not"), "go", False)],
        S.SCREENED: preparing,
        S.REOPENED: preparing,
        S.NOTICED: [("create_deliberation", _("Begin to talk it over"), "go", True)],
        S.DELIBERATING: [("conclusion", _("Write down what we came to"), "go", False)],
        S.OPINION_FORMED: [("referral", _("Hand it to a meeting"), "plain", False)],
        S.IMPLEMENTING: [("report", _("Report how it went"), "go", False)],
        S.REPORTED_BACK: [("evaluation", _("Write down what neighbours say of it"), "go", False)],
        S.EVALUATED: [("create_archive", _("File it"), "go", True)],
        S.NOT_ADMITTED: [("ruling", _("Rule on the second look"), "plain", False)],
    }.get(topic.state, [])
    if topic.owes_agenda_answer:
        steps = [("agenda", _("Answer the households"), "go", False), *steps]
    return steps


def _round_steps(topic, last_round):
    if last_round is not None and last_round.closed_at is None:
        if last_round.unanswered:
            words = _("Answer %(count)s opinions", count=last_round.unanswered)
            yield Step(_to("answers", topic), words, "go")
        yield Step(_to("create_closing", topic), _("Close the opinion round"), post=True)
    elif topic.state in (S.NOTICED, S.DELIBERATING, S.OPINION_FORMED, S.DECISION_NOTICED):
        yield Step(_to("rounds", topic), _("Open an opinion round"), "go")


def decision_steps(topic, user) -> list[Step]:
    """Links into the next rooms, for staff: a vote, a decision."""
    if not policies.may_run(user, topic):
        return []
    found = []
    if topic.state in (S.OPINION_FORMED, S.VOTING):
        found.append(Step(url_for("votes.matters", no=topic.id), _("Prepare a vote"), "go"))
    if topic.state in (S.OPINION_FORMED, S.VOTING, S.REFERRED, S.DECISION_NOTICED, S.IMPLEMENTING):
        found.append(Step(url_for("decisions.new", topic=topic.id), _("Draft a decision"), "go"))
    return found
