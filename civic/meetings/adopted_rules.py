"""The rules of order of the council that meets, where it adopted any: their words and their limits."""

from civic.councils.models import Council
from civic.councils.rules import rules_of, speech_seconds, speeches_per_item
from civic.extensions import db
from civic.meetings.rules_now import KEYS, PRESET
from civic.meetings.speaking import Limits


def adopted_by(meeting) -> list:
    """What its council adopted, in order; empty where none meets or none was adopted."""
    council = db.session.get(Council, meeting.council_id) if meeting.council_id else None
    return rules_of(council) if council else []


def limits_of(meeting) -> Limits:
    """How long and how often one may speak there."""
    return limits_in(adopted_by(meeting))


def limits_in(rules) -> Limits:
    """The limits these rules set (0: none); the preset's where nothing was adopted."""
    if not rules:
        return PRESET
    return Limits(speech_seconds(rules) or 0, speeches_per_item(rules) or 0, PRESET.body_seconds)


def sentence(rule, rules) -> str:
    """That rule in the council's own words; empty where its council did not adopt it. Pure."""
    if not rules:
        return str(rule.label)
    return next((one.text for one in rules if one.key == KEYS[rule]), "")
