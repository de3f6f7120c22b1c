"""A council adopts its rules, version by version; nothing adopted is ever changed or taken away."""

from flask_babel import gettext as _

from civic.councils import rules
from civic.councils.other_way import OTHER, lone_way
from civic.councils.preset import PRESET, SENTENCES
from civic.councils.rule_models import OrderRule, RuleMoment, RulesKind, RulesVersion
from civic.database import local_today
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

ADOPTED = act("rules.adopted", public={"kind", "number", "on"})


def adopt_house_rules(council, text, *, how, by, changed="", on=None, seen=None) -> RulesVersion:
    """The council's own text from that day on. Raises Conflict when it is the one in force already."""
    last = rules.in_force(council, RulesKind.HOUSE)
    if last is not None and last.body.strip() == text.strip():
        raise Conflict(_("These words are in force already."), _("Change the text, then adopt it."))
    if way := lone_way(text):
        raise Refused(
            _("“%(way)s”: a face or a telephone may not be the only way.", way=way),
            _("Write beside it how somebody does it without, beginning with “%(sign)s”.", sign=OTHER),
        )
    return _adopt(council, RulesKind.HOUSE, last, how, by, on, seen, body=text.strip(), changed=changed)


def adopt_order(council, lines, *, how, by, changed="", on=None, seen=None) -> RulesVersion:
    """The rules of order from that day on.

    Args: lines — dicts with key, moment, sentence (empty: the preset's), speech_seconds and
    speeches_per_item, in their order. Raises Refused for none, or one without words.
    """
    if not lines:
        raise Refused(_("Rules of order without a single rule."), _("Leave at least one in."))
    if any(not line["sentence"] and line["key"] not in SENTENCES for line in lines):
        raise Refused(_("One of the rules has no words."), _("Write a sentence, or leave the rule out."))
    last = rules.in_force(council, RulesKind.ORDER)
    version = _adopt(council, RulesKind.ORDER, last, how, by, on, seen, changed=changed)
    db.session.add_all(
        OrderRule(version_id=version.id, position=no, **line) for no, line in enumerate(lines, start=1)
    )
    return version


def preset_lines() -> list[dict]:
    """The ten rules as `adopt_order` takes them."""
    return [
        {
            "key": rule.key,
            "moment": RuleMoment(rule.moment),
            "sentence": "",
            "speech_seconds": rule.speech_seconds,
            "speeches_per_item": rule.speeches_per_item,
        }
        for rule in PRESET
    ]


def _adopt(council, kind, last, how, by, on, seen, **text):
    number = last.number + 1 if last else 1
    if seen is not None and seen != number - 1:
        raise Conflict(
            _("Somebody adopted another version meanwhile."),
            _("Read it first; what you typed is below."),
        )
    version = RulesVersion(
        council_id=council.id,
        kind=kind,
        number=number,
        adopted_on=on or local_today(),
        adopted_how=how,
        **text,
    )
    db.session.add(version)
    db.session.flush()
    public = {"kind": kind.value, "number": number, "on": version.adopted_on.isoformat()}
    record(ADOPTED, subject=version, community_id=council.community_id, by=by, public=public)
    return version
