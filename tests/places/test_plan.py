"""The plan's geometry: metres in, SVG units out."""

from itertools import combinations
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from civic.places.plan import FINGER, PICKABLE, Frame, Mark, Rect, draw, frame, touchable

metres = st.floats(-500, 500).map(lambda value: round(value, 1))
sides = st.floats(1, 80).map(lambda value: round(value, 1))
bodies = st.dictionaries(
    st.integers(1, 50), st.builds(Rect, x=metres, y=metres, width=sides, height=sides), max_size=12
)


def place(id=1, kind="building", x=0.0, y=0.0, width=40.0, height=14.0, **more):
    base = {"spot": None, "label": f"{id}号楼", "number": id, "parent_id": None}
    return SimpleNamespace(id=id, kind=kind, x=x, y=y, width=width, height=height, **(base | more))


@given(metres, metres, metres, metres)
def test_north_is_up_and_east_is_right(x, y, west, north):
    shown = Frame(west, north, 100, 100)
    right, down = shown.point(x, y)
    further_right, further_down = shown.point(x + 10, y + 10)
    assert further_right > right
    assert further_down < down


@given(st.lists(st.tuples(metres, metres, sides, sides), min_size=1, max_size=20))
def test_the_frame_holds_every_place(rectangles):
    places = [place(i, x=x, y=y, width=w, height=h) for i, (x, y, w, h) in enumerate(rectangles)]
    shown = frame(places)
    whole = Rect(-0.2, -0.2, shown.width + 0.4, shown.height + 0.4)
    for each in places:
        body = shown.rect(each.x, each.y, each.width, each.height)
        assert whole.holds(body.x, body.y)
        assert whole.holds(body.right, body.bottom)


@given(bodies)
def test_no_finger_hits_two_places_whose_bodies_are_apart(bodies):
    touches = touchable(bodies)
    for one, other in combinations(bodies, 2):
        if not any(a.overlaps(b) for a, b in combinations(bodies.values(), 2)):
            assert not touches[one].overlaps(touches[other])


@given(bodies)
def test_what_a_finger_hits_is_never_smaller_than_what_is_drawn(bodies):
    for each, touch in touchable(bodies).items():
        body = bodies[each]
        assert touch.x <= body.x + 0.1 and touch.right >= body.right - 0.1
        assert touch.y <= body.y + 0.1 and touch.bottom >= body.bottom - 0.1


def test_a_lonely_gate_is_as_large_as_a_finger():
    assert touchable({1: Rect(10, 10, 0, 0)})[1] == Rect(10 - FINGER / 2, 10 - FINGER / 2, FINGER, FINGER)


def test_doors_are_notches_of_their_building():
    plan = draw([place(1), place(2, kind="door", x=5, y=7, width=0, height=0, parent_id=1)])
    (building,) = plan.figures
    assert len(building.doors) == 1
    assert building.body.holds(building.doors[0].cx, building.doors[0].cy)


def test_lanes_and_walls_are_drawn_but_not_touched():
    lane = place(3, kind="spot", spot="lane", width=100, height=6)
    (figure,) = draw([lane]).figures
    assert figure.sort not in PICKABLE
    assert figure.touch is None


def test_a_mark_stands_at_its_place_or_at_its_point():
    plan = draw([place(1, x=30, y=40)], [Mark("3", "三件", place_id=1), Mark("S1", "南门西", x=30, y=40)])
    at_place, at_point = plan.pins
    assert (at_place.x, at_place.y) == (47, 7)
    assert (at_point.x, at_point.y) == (27, 14)


def test_a_mark_of_a_place_off_the_plan_is_left_off():
    assert draw([place(1)], [Mark("3", "三件", place_id=99)]).pins == ()


def test_the_chosen_place_is_brought_out():
    plan = draw([place(1), place(2, x=100)], chosen=2)
    assert [figure.chosen for figure in plan.figures] == [False, True]


def test_an_empty_neighbourhood_still_draws():
    assert draw([]).view_box == "0 0 100 100"


def test_names_stay_on_the_plan():
    """A shed at the east wall is named to its left."""
    plan = draw([place(1), place(2, kind="spot", spot="shed", x=250, width=9, height=7, label="骑界小房")])
    shed = plan.of("shed")[0]
    (_, x, _), anchor = shed.caption.lines[0], shed.caption.anchor
    assert anchor == "end"
    assert x < shed.body.x


def test_a_long_name_breaks_in_two_inside_a_narrow_garden():
    garden = place(2, kind="spot", spot="green", width=21, height=50, label="中心花园")
    assert [words for words, _, _ in draw([garden]).figures[0].caption.lines] == ["中心", "花园"]


def test_a_lane_from_south_to_north_is_written_downwards():
    lane = place(2, kind="spot", spot="lane", width=6, height=200, label="中轴路")
    lines = draw([lane]).figures[0].caption.lines
    assert [words for words, _, _ in lines] == ["中", "轴", "路"]
    assert [y for _, _, y in lines] == sorted(y for _, _, y in lines)
