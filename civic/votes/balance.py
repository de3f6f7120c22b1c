"""Paper has to add up: issued = returned + spoiled + unreturned, counted by hand and by the register.

Pure arithmetic. “Spoiled” were exchanged or damaged before they went into the box; a ballot that lay
in the box and cannot be read is returned, and is keyed as one that does not count.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Sheet:
    """What was counted by hand at the close."""

    returned: int
    spoiled: int
    unreturned: int

    @property
    def together(self) -> int:
        """All three."""
        return self.returned + self.spoiled + self.unreturned


@dataclass(frozen=True)
class Register:
    """What was written down ballot by ballot: issued, returned, spoiled; how many in the box still count.

    `in_box` is less than `returned` where a home voted by phone on a later day, or where it was found
    not to be the home's own. `settled` are those keyed twice alike, or settled by a third person.
    """

    issued: int
    returned: int
    spoiled: int
    in_box: int
    settled: int
    differing: int = 0


class Fault(StrEnum):
    """Why the count cannot go on, in the order in which it is mended."""

    NOT_COUNTED = "not_counted"  # nobody has counted the paper by hand
    DOES_NOT_ADD_UP = "does_not_add_up"
    RETURNED_DIFFER = "returned_differ"
    SPOILED_DIFFER = "spoiled_differ"
    DIFFERENCES = "differences"  # keyed twice, not alike, nobody settled it
    NOT_KEYED = "not_keyed"


def faults(register: Register, sheet: Sheet | None) -> list[Fault]:
    """Everything that keeps these ballots from being counted; nothing when all is well."""
    if sheet is None:
        return [Fault.NOT_COUNTED]
    wrong = {
        Fault.DOES_NOT_ADD_UP: sheet.together != register.issued,
        Fault.RETURNED_DIFFER: sheet.returned != register.returned,
        Fault.SPOILED_DIFFER: sheet.spoiled != register.spoiled,
        Fault.DIFFERENCES: register.differing > 0,
        Fault.NOT_KEYED: register.settled + register.differing < register.in_box,
    }
    return [fault for fault, found in wrong.items() if found]
