"""The cover-up grid: numbered cells over a photo that staff tick to blot out faces and plates.

Pure geometry. Two grids share one picture: the wide one has six cells a row (a
fingertip each on a phone), the fine one twelve; each wide cell is exactly four
fine ones. Only fine numbers are stored. Cells are numbered from 1, left to
right, top to bottom.
"""

from dataclasses import dataclass

WIDE, FINE = 6, 12  # cells a row
MOST_ROWS = 16  # of the wide grid, however tall the picture


@dataclass(frozen=True)
class Grid:
    """Cells over a picture of `width` x `height` pixels."""

    width: int
    height: int
    columns: int = FINE

    @property
    def rows(self):
        """Rows that make cells nearly square."""
        wide_rows = min(max(round(WIDE * self.height / self.width), 1), MOST_ROWS)
        return wide_rows * self.columns // WIDE

    @property
    def numbers(self):
        """Every cell's number."""
        return range(1, self.columns * self.rows + 1)

    def place(self, number):
        """(row, column) of a cell, both from 1, as one says it to a colleague."""
        row, column = divmod(number - 1, self.columns)
        return row + 1, column + 1

    def box(self, number):
        """(left, top, right, bottom) in whole pixels; neighbours overlap rather than leave a line."""
        row, column = divmod(number - 1, self.columns)
        return (
            column * self.width // self.columns,
            row * self.height // self.rows,
            -(-(column + 1) * self.width // self.columns),
            -(-(row + 1) * self.height // self.rows),
        )


def to_fine(numbers, grid):
    """The stored (fine) numbers of cells ticked on this grid; numbers from nowhere are dropped."""
    known = {number for number in numbers if number in grid.numbers}
    if grid.columns == FINE:
        return sorted(known)
    fine = set()
    for number in known:
        row, column = divmod(number - 1, WIDE)
        fine |= {(2 * row + down) * FINE + 2 * column + right + 1 for down in (0, 1) for right in (0, 1)}
    return sorted(fine)


def to_grid(fine, grid):
    """Which cells of this grid to show ticked: a wide cell as soon as a quarter of it is."""
    if grid.columns == FINE:
        return set(fine) & set(grid.numbers)
    rows_columns = (divmod(number - 1, FINE) for number in fine)
    return {(row // 2) * WIDE + column // 2 + 1 for row, column in rows_columns} & set(grid.numbers)


def boxes(fine, width, height):
    """Pixel boxes of stored cells on a picture of this size."""
    grid = Grid(width, height, FINE)
    return [grid.box(number) for number in fine if number in grid.numbers]
