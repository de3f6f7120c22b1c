"""The public pages of councils: who sits, by role, in a constant number of statements."""

from tests.factories.accounts import make_person
from tests.factories.councils import make_body, make_council, make_mandate
from tests.factories.places import make_community


def test_the_list_names_the_bodies_at_the_table(page, town):
    doc = page.get("councils.index")
    assert doc.h1 == "各类议事会"
    assert "星榆物业" in doc
    assert page.follow("星榆花园社区合伙人").h1 == "星榆花园社区合伙人"


def test_the_council_shows_seats_and_roles_and_no_person(page, town):
    doc = page.get("councils.show", council_id=town.council.id)
    assert [row.split()[0] for row in doc.texts("li.row h3")][:2] == [
        "星榆花园社区党委",
        "星榆花园社区居委会",
    ]
    assert "召集人" in doc
    assert "还没有人" in doc
    assert town.secretary.nickname not in doc
    assert town.delegate.nickname not in doc


def test_an_empty_site_says_what_will_come(page):
    assert "席位定下来以后" in page.get("councils.index")


def test_an_unknown_council_is_not_found(page):
    page.get("councils.show", council_id=999, status=404)


def test_statements_do_not_grow_with_seats_or_councils(page, queries):
    first = _council(1)
    few = _statements(page, queries, first)
    for _ in range(4):
        large = _council(8)
    many = _statements(page, queries, large)
    assert few == many
    assert max(many) <= 11


def _statements(page, queries, council):
    with queries() as shown:
        page.get("councils.show", council_id=council.id)
    with queries() as listed:
        page.get("councils.index")
    return len(shown), len(listed)


def _council(seats):
    council = make_council(make_community(), *(make_body() for _ in range(seats)))
    for seat in list(council.seats):
        make_mandate(seat, make_person())
    return council
