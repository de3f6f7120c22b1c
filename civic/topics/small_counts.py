"""Numbers under five are not told: who lives next door would know whom they mean. Pure.

domain.md §5 P3. Where a single cell of a row is under the line, its complement would give it away,
so the smallest other cell that is told is held back too, and the sum of the row is not told.
"""

LEAST = 5


def told(cells: dict, least: int = LEAST) -> dict:
    """Each cell's number, or None where it is not told; zeros are told as they are."""
    small = [key for key, number in cells.items() if 0 < number < least]
    if len(small) == 1:
        others = [key for key, number in cells.items() if number >= least]
        small += sorted(others, key=lambda key: (cells[key], str(key)))[:1]
    hidden = set(small)
    return {key: None if key in hidden else number for key, number in cells.items()}


def alone(number: int, least: int = LEAST) -> int | None:
    """A number that stands by itself, or None where it is not told."""
    return None if 0 < number < least else number
