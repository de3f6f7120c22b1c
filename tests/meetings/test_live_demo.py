"""The demo town shows a meeting that goes on."""

from civic import demo

PARTS = ("places", "accounts", "councils", "meetings_live")


def test_a_meeting_goes_on_under_the_tree(app, page):
    assert demo.load(PARTS)["meetings_live"] == 1
    assert demo.load(PARTS)["meetings_live"] == 0
    screen = page.get("/meetings/1/screen").text
    assert "第2项,共3项" in screen and "反对" in screen and "灯亮以后试放一个月" in screen
