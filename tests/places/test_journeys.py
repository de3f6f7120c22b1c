"""The plan in a real browser: chosen with JavaScript off and on, measured at 320 px and in large text."""

import pytest

from tests.harness.measures import axe, no_overflow, targets, text_sizes


def test_a_building_is_chosen_on_the_plan_or_in_the_list(town, phone):
    phone.goto("/places")
    phone.locator('svg a[aria-label="10号楼"]').click()
    phone.wait_for_url("**/places/*")
    assert phone.locator("h1").inner_text() == "10号楼"
    phone.goto("/places")
    phone.locator("summary", has_text="3号楼").click()
    phone.get_by_role("link", name="1门").click()
    phone.wait_for_url("**/places/*")
    assert phone.locator("h1").inner_text() == "3号楼1门"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_legible_hittable_and_accessible(town, visitor, address, width):
    visit = visitor(width=width)
    for path in (
        "/places",
        address("places.show", place_id=town.door.id),
        "/councils",
        address("councils.show", council_id=town.council.id),
    ):
        visit.goto(path)
        axe(visit)
        targets(visit)
        text_sizes(visit)
        no_overflow(visit, 320)
        no_overflow(visit, 360, text=200)
