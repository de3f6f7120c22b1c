"""An agreement that is to be a rule of the table, typed into the next version of its house rules."""

from flask import url_for

from civic.authorization import requires
from civic.councils import queries as councils
from civic.councils import rules
from civic.councils.policies import may_lead
from civic.councils.rule_models import RulesKind
from civic.councils.table_forms import HouseRulesForm
from civic.database import local_today
from civic.errors import NotFound
from civic.extensions import db
from civic.locale import day
from civic.meetings import minutes_queries
from civic.meetings.blueprint import meetings
from civic.meetings.minutes_states import AgreementState, Became
from civic.meetings.models import Meeting
from civic.rendering import render


def table_of(meeting):
    """Whose house rules they are: the council's that met, else the community's; None where there is none."""
    if meeting.council_id is not None:
        return councils.council_or_404(meeting.council_id)
    return councils.council_of(meeting.community_id)


def is_rule(agreement) -> bool:
    """It is to be a rule of the table, and the minutes it stands in were confirmed."""
    return agreement.became == Became.HOUSE_RULE and agreement.state == AgreementState.STANDS


def may_adopt(user, table) -> bool:
    """Who leads that table writes the next version of its rules."""
    return table is not None and may_lead(user, table, local_today())


def address_for(user, agreement) -> str | None:
    """Where this person writes it into the rules; None where it is not theirs, or no rule yet."""
    meeting = db.session.get(Meeting, agreement.meeting_id)
    if not is_rule(agreement) or not may_adopt(user, table_of(meeting)):
        return None
    return url_for("meetings.house_rules", no=agreement.meeting_id, agreement=agreement.id)


def _rule_or_404(no, agreement):
    found = minutes_queries.agreement_or_404(no, agreement)
    table = table_of(found.meeting)
    if not is_rule(found) or table is None:
        raise NotFound(None)
    return found, table


@meetings.get("/<int:no>/agreements/<int:agreement>/house-rules")
@requires(lambda user, both: may_adopt(user, both[1]), on=_rule_or_404)
def house_rules(both):
    """The rules in force with this one below them, ready to be adopted."""
    agreement, table = both
    last = rules.in_force(table, RulesKind.HOUSE)
    words, before = agreement.rule_text, last.body.strip() if last else ""
    body = before if words in before else "\n".join(part for part in (before, words) if part)
    meeting = agreement.meeting
    how = f"{meeting.title} · {day(meeting.ended_at)}"
    form = HouseRulesForm(formdata=None, body=body, changed=words[:200], how=how,
                          seen=last.number if last else 0)  # fmt: skip
    return render("meetings/house_rules.html", council=table, form=form)
