"""Rules of order between the page's numbered fields and what rules_workflow takes. Pure."""

import secrets

from civic.councils.preset import SENTENCES
from civic.councils.rule_models import RuleMoment

MOST = 16
MOST_SIGNS = 200


def lines_of(rules) -> list[dict]:
    """Adopted rules as `adopt_order` takes them."""
    fields = ("key", "moment", "sentence", "speech_seconds", "speeches_per_item")
    return [{name: getattr(rule, name) for name in fields} for rule in rules]


def typed_lines(typed) -> list[dict]:
    """What the page's fields say, MOST at most; `kept` is False where a rule was unticked.

    A sentence left as the preset has it is stored empty, so that it is read in the reader's
    language. Numbers out of range count as no limit.
    """
    lines = []
    for no in range(1, MOST + 1):
        key = typed.get(f"key-{no}", "")[:32]
        sentence = " ".join(typed.get(f"sentence-{no}", "").split())[:MOST_SIGNS]
        if not key and not sentence:
            continue
        moment = typed.get(f"moment-{no}", "")
        lines.append(
            {
                "key": key or f"own-{secrets.token_hex(4)}",
                "moment": RuleMoment(moment) if moment in set(RuleMoment) else RuleMoment.DISCUSSION,
                "sentence": "" if sentence == str(SENTENCES.get(key, "")) else sentence,
                "speech_seconds": _number(typed.get(f"seconds-{no}"), 10, 3600),
                "speeches_per_item": _number(typed.get(f"times-{no}"), 1, 99),
                "kept": bool(sentence) and (f"keep-{no}" in typed or not key),
            }
        )
    return lines


def _number(text, least, most):
    """A whole number within the range, else None."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 6 and least <= int(text) <= most else None
