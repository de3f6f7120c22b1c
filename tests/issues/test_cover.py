"""The cover-up grid: cells, boxes, and that nothing ticked is ever left uncovered."""

from hypothesis import given
from hypothesis import strategies as st

from civic.issues.cover import FINE, WIDE, Grid, boxes, to_fine, to_grid

sides = st.integers(min_value=1, max_value=1600)
pictures = st.tuples(sides, sides)


@given(pictures, st.sampled_from([WIDE, FINE]))
def test_cells_cover_every_pixel(picture, columns):
    width, height = picture
    grid = Grid(width, height, columns)
    across = {edge for n in grid.numbers for edge in grid.box(n)[::2]}
    down = {edge for n in grid.numbers for edge in grid.box(n)[1::2]}
    assert min(across) == min(down) == 0 and max(across) == width and max(down) == height
    for number in grid.numbers:
        left, top, right, bottom = grid.box(number)
        assert left < right and top < bottom
    for one, other in zip(grid.numbers, grid.numbers[1:], strict=False):
        if grid.place(one)[0] == grid.place(other)[0]:
            assert grid.box(one)[2] >= grid.box(other)[0]


@given(pictures, st.data())
def test_a_wide_cell_is_exactly_its_four_fine_ones(picture, data):
    wide, fine = Grid(*picture, WIDE), Grid(*picture, FINE)
    assert fine.rows == 2 * wide.rows
    ticked = data.draw(st.sets(st.sampled_from(wide.numbers)))
    stored = to_fine(ticked, wide)
    assert len(stored) == 4 * len(ticked)
    assert to_grid(stored, wide) == ticked
    assert to_grid(stored, fine) == set(stored)


@given(pictures, st.data())
def test_going_to_the_wide_grid_never_uncovers(picture, data):
    wide, fine = Grid(*picture, WIDE), Grid(*picture, FINE)
    stored = data.draw(st.sets(st.sampled_from(fine.numbers)))
    assert set(stored) <= set(to_fine(to_grid(stored, wide), wide))


@given(pictures, st.sets(st.integers(-5, 5000)))
def test_numbers_from_nowhere_are_dropped(picture, numbers):
    grid = Grid(*picture, FINE)
    stored = to_fine(numbers, grid)
    assert set(stored) <= set(grid.numbers)
    assert len(boxes(stored, *picture)) == len(stored)


def test_cells_are_named_by_row_and_column():
    grid = Grid(1600, 1200, WIDE)
    assert (grid.rows, grid.place(1), grid.place(7)) == (4, (1, 1), (2, 1))
    assert grid.box(1) == (0, 0, 267, 300)
