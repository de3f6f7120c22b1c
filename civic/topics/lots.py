"""Letters drawn by lot: from a published seed anybody can draw again and compare. Pure."""

from hashlib import sha256

LETTERS = "甲乙丙丁戊己庚辛壬癸"


def draw(seed: str, option_ids) -> dict[int, str]:
    """Option id → letter: options in the order of SHA-256("seed:id"), lettered from 甲 on.

    Raises ValueError when there are more options than letters or an id twice.
    """
    ids = list(option_ids)
    if len(ids) > len(LETTERS) or len(set(ids)) != len(ids):
        raise ValueError("Each option needs one letter of its own, and there are ten")
    in_order = sorted(ids, key=lambda ident: sha256(f"{seed}:{ident}".encode()).digest())
    return {ident: LETTERS[place] for place, ident in enumerate(in_order)}
