"""On a phone: photos one by one, covering and releasing, finding an issue; without and with scripts."""

import pytest
from playwright.sync_api import expect

from civic.extensions import db
from civic.issues.cover import Grid, to_fine
from civic.issues.kinds import Visibility
from civic.issues.photo_models import Photo
from tests.factories.issues import make_told
from tests.harness.measures import axe, follow, light, no_overflow, targets
from tests.issues import complaints, pictures
from tests.issues.test_photos import add

pytestmark = pytest.mark.browser


@pytest.fixture
def ready(town, tick):
    """A photo made anew, of a told issue."""
    issue = make_told(town.community, town.resident, town.secretary, title="楼道灯坏了", place=town.door)
    photo = add(issue, town.resident, pictures.encoded("JPEG"))
    tick("issues.photos")
    db.session.refresh(photo)
    return photo


def test_a_photo_is_added_made_anew_and_taken_back(town, phone, javascript, address, tick):
    phone.goto(address("issues.new"))
    if phone.get_by_role("link", name="没有", exact=False).count():
        phone.get_by_role("link", name="没有", exact=False).first.click()
    phone.get_by_role("textbox").first.fill("路灯坏了")
    phone.locator("form").filter(has=phone.get_by_role("textbox")).get_by_role("button").last.click()
    phone.goto(address("issues.pictures"))
    send(phone, javascript, "灯.jpg", pictures.encoded("JPEG", orientation=6))
    expect(phone.get_by_text("照片正在处理")).to_be_visible()
    tick("issues.photos")
    if not javascript:
        phone.reload()
    expect(phone.locator("#photos img")).to_be_visible()
    axe(phone)
    send(phone, javascript, "IMG_0001.HEIC", pictures.HEIC)
    expect(phone.get_by_text("截个屏").last).to_be_visible()
    axe(phone)
    expect(phone.get_by_role("button", name="加上这张")).to_have_count(0 if javascript else 1)
    phone.get_by_role("button", name="撤掉这张").click()
    expect(phone.locator("#photos img")).to_have_count(0)


def send(phone, javascript, name, data):
    phone.set_input_files("input[type=file]", {"name": name, "mimeType": "image/jpeg", "buffer": data})
    if not javascript:
        phone.get_by_role("button", name="加上这张").click()


def test_staff_cover_and_release_with_one_thumb(town, ready, phone, address, walk_in):
    walk_in(phone, town.secretary)
    phone.goto(address("issues.photo", token=ready.token))
    axe(phone)
    no_overflow(phone, 320)
    targets(phone)
    for number in (1, 8):
        phone.locator(f"label.cell:has(input[value='{number}'])").click()
    phone.get_by_role("button", name="换小格子").click()
    expect(phone.locator("input[name=cells]:checked")).to_have_count(8)
    axe(phone)
    phone.get_by_role("button", name="公开遮好的照片").click()
    expect(phone.get_by_role("heading", name="这张照片已公开")).to_be_visible()
    axe(phone)
    db.session.rollback()
    photo = db.session.get(Photo, ready.id)
    assert photo.covered_cells == to_fine({1, 8}, Grid(photo.width, photo.height, 6))


def test_the_first_issue_is_in_the_first_screen_and_search_finds_it(town, ready, phone, address):
    phone.set_viewport_size({"width": 360, "height": 640})
    phone.goto(address("issues.index"))
    row = phone.locator("li.row").first
    assert row.bounding_box()["y"] <= 300
    axe(phone)
    no_overflow(phone, 320)
    no_overflow(phone, 360, text=200)
    targets(phone)
    phone.get_by_role("link", name="筛选").click()
    expect(phone.get_by_label("到哪一步", exact=True)).to_be_visible()
    axe(phone)
    phone.get_by_label("哪一处", exact=True).select_option(label="3号楼")
    phone.get_by_role("button", name="就看这些").click()
    expect(phone.get_by_text("只看:3号楼")).to_be_visible()
    phone.get_by_role("searchbox").fill("樓道燈")
    phone.get_by_role("button", name="找", exact=True).click()
    expect(phone.get_by_role("link", name="楼道灯坏了")).to_be_visible()
    phone.get_by_role("searchbox").fill("没有这种事呀")
    follow(phone.get_by_role("button", name="找", exact=True))
    axe(phone)


def test_a_full_list_is_light_and_loads_no_script(town, weigh, tmp_path):
    path = complaints.written(tmp_path / "list.csv", complaints.text(complaints.rows(25)))
    complaints.brought_over(path, town.community, Visibility.PUBLIC)
    weight = weigh("/issues")
    light(weight)
    assert weight.js == 0 and weight.html < 6_000
