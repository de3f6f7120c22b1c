"""An answer by text message: "1 1 2" and what people make of it. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from civic.reviews.states import Satisfied, Solved

CONTACTED = {"1": True, "2": False}
SOLVED = dict(zip("123", Solved, strict=True))
SATISFIED = dict(zip("123", Satisfied, strict=True))
THREE = re.compile(r"^\D{0,4}([12])\W{0,3}([123])\W{0,3}([123])(?!\d)(.*)$", re.S)


@dataclass(frozen=True)
class Said:
    """The three answers and further words."""

    contacted: bool | None
    solved: Solved
    satisfied: Satisfied | None
    words: str = ""


def parse(message: str) -> Said | None:
    """Three digits, with or without signs between and in full width, then words; None for anything else."""
    found = THREE.match(unicodedata.normalize("NFKC", message).strip())
    if found is None:
        return None
    contacted, solved, satisfied, words = found.groups()
    rest = re.sub(r"^\W+", "", words).strip()
    return Said(CONTACTED[contacted], SOLVED[solved], SATISFIED[satisfied], rest[:500])
