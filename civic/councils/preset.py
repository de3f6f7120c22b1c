"""The ten rules of order a council may start from (十条, domain.md §3.4): key, moment, limits, sentence."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l


class PresetRule(NamedTuple):
    """A rule before any council has adopted it; `moment` is a value of rule_models.RuleMoment."""

    key: str
    moment: str
    speech_seconds: int | None = None
    speeches_per_item: int | None = None


PRESET = (
    PresetRule("neutral_chair", "opening"),
    PresetRule("one_matter", "opening"),
    PresetRule("hand_first", "discussion"),
    PresetRule("short_speech", "discussion", 120, 2),
    PresetRule("take_turns", "discussion"),
    PresetRule("stand_first", "discussion"),
    PresetRule("no_attacks", "discussion"),
    PresetRule("bring_another", "motion"),
    PresetRule("read_out", "vote"),
    PresetRule("confirm_record", "closing"),
)
SENTENCES = {
    "neutral_chair": _l("Whoever chairs keeps order and takes no side."),
    "one_matter": _l("One matter at a time; the next begins when this one is settled."),
    "hand_first": _l("Raise your hand first, then speak to the chair, not to each other."),
    "short_speech": _l("At most two minutes each time, at most twice on one matter."),
    "take_turns": _l("Those for it and those against it take turns."),
    "stand_first": _l("Say first where you stand, then why."),
    "no_attacks": _l(
        "Nobody is interrupted, called names or told what they really mean; stay on the matter."
    ),
    "bring_another": _l("Whoever disagrees says what to do instead."),
    "read_out": _l("Before hands are raised, the exact words voted on are read out."),
    "confirm_record": _l("The record is read out on the spot and confirmed before anybody leaves."),
}
