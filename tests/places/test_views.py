"""The plan and the pages of places: public, whole without JavaScript, never a home."""

from tests.factories.places import make_building, make_community, make_door, make_spot


def test_the_plan_links_every_building_and_the_list_says_the_same(page, town):
    doc = page.get("places.index")
    assert doc.h1 == "星榆花园社区"
    assert doc.one('svg a[aria-label="3号楼"]')
    assert "3号楼" in doc.texts("summary")[0]
    assert "2栋楼,3个门,7户" in doc
    assert page.follow('svg a[aria-label="10号楼"]').h1 == "10号楼"


def test_a_building_shows_its_doors_and_counts_but_no_home(page, town):
    doc = page.get("places.show", place_id=town.building.id)
    assert "1门 · 3户" in doc
    assert "301" not in doc
    assert page.follow("1门").h1 == "3号楼1门"


def test_a_door_a_gate_and_a_city_have_pages(page, town):
    assert "南门" in page.get("places.show", place_id=town.spot.id)
    assert "301" not in page.get("places.show", place_id=town.door.id)
    city = town.community.ancestor_ids[0]
    assert page.get("places.show", place_id=city).h1


def test_an_unknown_place_is_not_found(page):
    page.get("places.show", place_id=999, status=404)


def test_an_empty_site_says_what_will_come(page):
    assert "小区平面图就在这里" in page.get("places.index")


def test_statements_do_not_grow_with_the_neighbourhood(page, queries):
    community = make_community()
    building = make_building(community, 1)
    with queries() as few:
        page.get("places.index")
        page.get("places.show", place_id=building.id)
    for no in range(2, 14):
        make_door(make_building(community, no), 1, ["101", "102"])
    make_spot(community)
    with queries() as many:
        page.get("places.index")
        page.get("places.show", place_id=building.id)
    assert len(few) == len(many) <= 10
