"""The first five minutes of five people, walked in Chromium with fresh profiles, without JavaScript.

Machine seconds are measured; the person's are modelled from what they read, tap and type, so that two runs
say the same (Card, Moran and Newell's keystroke-level model): once somebody of forty, whom the limit is for,
once somebody of seventy, told beside it. Nobody has been watched with a stopwatch yet.
Run it beside a demo town: `python -m benchmarks.first_minutes` starts one of its own.
"""

import json
import re
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import select

from benchmarks import seed
from benchmarks.homes import open_vote
from benchmarks.serving import serving, stop_servers_when_ended
from civic.accounts.households import draw_codes, issue_codes
from civic.database import utcnow, writing
from civic.extensions import db
from civic.places.models import Household, Place
from civic.votes import keystore
from civic.votes.closing import close_vote
from civic.votes.models import Envelope, RollEntry, Vote
from civic.votes.regimes import Unit
from civic.votes.sealing import reference

DAY = timedelta(days=1)
SMS = 10.0  # seconds until the code has come
# signs a second when skimming; seconds to decide, to tap, to type one sign on a phone
FORTY = {"read": 30.0, "decide": 1.2, "tap": 0.8, "key": 0.4}
SEVENTY = {"read": 12.0, "decide": 2.0, "tap": 1.5, "key": 0.9}
SEEN = 150  # signs of a screen that somebody takes in before going on; the rest is passed over
VISIBLE = """() => { let n = 0; const w = document.createTreeWalker(document.querySelector('main'), 4);
while (w.nextNode()) { const r = document.createRange(); r.selectNodeContents(w.currentNode);
const b = r.getBoundingClientRect(); if (b.height && b.top < innerHeight && b.bottom > 0)
n += w.currentNode.data.trim().length; } return n; }"""


@dataclass
class Walk:
    """One person's way: what it took."""

    name: str
    limit: int
    pages: int = 0
    taps: int = 0
    typed: int = 0
    decided: int = 0
    read: int = 0
    waited: float = 0.0
    machine: float = 0.0
    page: object = None
    vote: int = 0  # the one that takes ballots of homes now
    trail: list = field(default_factory=list)

    def go(self, address):
        """Open a link or scan a code."""
        self._act(lambda: self.page.goto(address))

    def tap(self, target):
        """Decide, tap, wait for the page."""
        self.taps, self.decided = self.taps + 1, self.decided + 1
        self._act(target.click)

    def tick(self, target):
        """Tap without leaving the page."""
        self.taps, self.decided = self.taps + 1, self.decided + 1
        target.check()

    def type(self, target, words):
        """Type with one thumb."""
        self.taps, self.typed = self.taps + 1, self.typed + len(words)
        target.fill(words)

    def code(self):
        """Wait for the SMS and type what it says."""
        self.waited += SMS
        shown = re.search(r"\b\d{6}\b", self.page.inner_text(".demo")).group()
        self.type(self.page.locator("input[name=code]"), shown)

    def sign_in(self, phone):
        """From the page that asks for the number to the one after it."""
        self.type(self.page.locator("input[name=phone]"), phone)
        self.tap(self.page.get_by_role("button", name="给我发六位数字"))
        self.code()
        self.tap(self.page.get_by_role("button", name="登录"))

    def named(self, name):
        """The last step of a first sign-in."""
        self.type(self.page.locator("input[name=nickname]"), name)
        self.tap(self.page.get_by_role("button", name="就叫这个"))

    def staff_sign_in(self, base, phone):
        """With the second factor, which the demo shows."""
        self.go(base + "/sign-in")
        self.sign_in(phone)
        if self.page.locator(".demo").count() and self.page.locator("input[name=code]").count():
            self.code()
            self.tap(self.page.locator("main form button.go").first)

    def forget(self):
        """Start counting here."""
        self.pages = self.taps = self.typed = self.decided = self.read = 0
        self.waited = self.machine = 0.0
        self.trail = []

    def _act(self, act):
        started = time.monotonic()
        act()
        self.page.wait_for_load_state("domcontentloaded")
        self.machine += time.monotonic() - started
        self.pages += 1
        self.read += min(self.page.evaluate(VISIBLE), SEEN)
        self.trail.append(self.page.url.partition("//")[2].partition("/")[2].partition("?")[0])

    def seconds(self, who) -> float:
        """How long it takes somebody of that kind, the machine's time and the SMS included."""
        person = self.read / who["read"] + self.decided * who["decide"]
        return person + self.taps * who["tap"] + self.typed * who["key"] + self.waited + self.machine

    def told(self) -> dict:
        """What goes into the table and the file."""
        seconds = self.seconds(FORTY)
        return {
            "name": self.name, "seconds": round(seconds), "limit": self.limit, "ok": seconds <= self.limit,
            "at_seventy": round(self.seconds(SEVENTY)), "pages": self.pages, "taps": self.taps,
            "typed": self.typed, "machine_s": round(self.machine, 1),
        }  # fmt: skip


def raise_issue(walk, base, _slip):
    """Resident from a link in the group to a submitted issue, never registered."""
    page = walk.page
    walk.go(base + "/")
    walk.tap(page.get_by_role("link", name="我要反映一件事"))
    walk.type(page.locator("textarea[name=words]"), "三号楼一门的灯坏了,晚上看不见台阶")
    walk.tap(page.get_by_role("button", name="下一步:在哪儿"))
    walk.tap(page.get_by_role("link", name=re.compile("3号楼")).first)
    walk.tap(page.get_by_role("button", name="就是这儿,下一步"))
    walk.tap(page.get_by_role("button", name="交上去,公开办理"))
    walk.sign_in("13911110001")
    walk.named("新邻居")
    walk.tap(page.get_by_role("button", name="交上去,公开办理"))
    page.get_by_text("收到了").first.wait_for()


def cast_from_slip(walk, base, slip):
    """From the QR code in the stairwell, slip in hand, to a cast vote."""
    page = walk.page
    walk.go(f"{base}/households/join?code={slip}")
    walk.tap(page.get_by_role("link", name="填手机号,继续"))
    walk.sign_in("13911110002")
    walk.named("楼上的")
    walk.tap(page.get_by_role("button", name="对,我住这儿,加入"))
    walk.go(f"{base}/votes/{walk.vote}")
    walk.tap(page.get_by_role("link", name="给我家投票"))
    walk.tick(page.get_by_role("radio").first)
    walk.tap(page.get_by_role("button", name="下一步"))
    walk.tick(page.get_by_label("我满18岁"))
    walk.tap(page.get_by_role("button", name="我家的票由我来投"))
    walk.tap(page.get_by_role("button", name="投出这一票"))
    page.get_by_text("您家的票已收到").first.wait_for()


def find_it_counted(walk, base, _slip):
    """Somebody who did not win, on the phone that voted, from the result to "counted, by this rule"."""
    page = walk.page
    walk.go(f"{base}/votes/{walk.vote}")
    walk.tap(page.get_by_role("link", name="查我家的票收到没有"))
    page.get_by_text("您家的票算进去了").first.wait_for()
    assert page.get_by_text("参考线").count(), "the rule is not told beside the receipt"


def publish_quick(walk, base, _slip):
    """Secretary from the first sign-in to a quick round (快速商量) ready for the group."""
    page = walk.page
    walk.staff_sign_in(base, SECRETARY)
    walk.tap(page.get_by_role("link", name="等我办的"))
    walk.tap(page.get_by_role("link", name="快速商量").first)
    walk.type(page.locator("#what"), "门厅的灯几点关")
    walk.type(page.locator("#options"), "晚上十点\n晚上十一点")
    walk.tick(page.locator("#chooser-0"))
    walk.tap(page.get_by_role("button", name="现在发布"))
    page.get_by_text("发到群里").first.wait_for()


def clear_first_report(walk, base, _slip):
    """Secretary, signed in: the first new report on a desk of forty rows, accepted."""
    page = walk.page
    walk.staff_sign_in(base, SECRETARY)
    walk.forget()
    walk.go(base + "/desk")
    walk.tap(page.get_by_role("link", name="分办").first)
    walk.tap(page.get_by_role("button", name="受理"))
    assert page.url.endswith("/desk") or page.locator("#flashes").count(), page.url


SECRETARY = "13900000004"  # of the demo town
# in this order: whoever looks for their ballot has cast it two walks before, on the same phone
WALKS = (
    (raise_issue, 120), (cast_from_slip, 180), (publish_quick, 300), (clear_first_report, 30),
    (find_it_counted, 120),
)  # fmt: skip


def main() -> int:
    """Walk all of it on a copy of the demo town; 0 when every walk stayed within its time."""
    stop_servers_when_ended()
    home = Path(tempfile.mkdtemp(prefix="first-minutes-", dir=seed.FOLDER.parent))
    shutil.copytree(seed.founded(), home, dirs_exist_ok=True)
    codes, vote = slip(home)
    told = []
    with serving("ours", home, "make-run") as (base, *_rest), sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        phones = {}
        for way, limit in WALKS:
            if way is find_it_counted:
                close_the_vote(home, vote)
            mine = cast_from_slip if way is find_it_counted else way
            if mine not in phones:
                size = {"width": 360, "height": 800}
                phones[mine] = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=False)
            walk = Walk(way.__name__, limit, page=phones[mine].new_page(), vote=vote)
            walk.page.set_default_timeout(10_000)
            way(walk, base, codes)
            told.append(walk.told())
            print(json.dumps(told[-1], ensure_ascii=False), " → ".join(walk.trail), flush=True)
        browser.close()
    shutil.rmtree(home)
    Path(__file__).with_name("first_minutes.json").write_text(json.dumps(told, indent=1) + "\n")
    return 0 if all(one["ok"] for one in told) else 1


def close_the_vote(home, number) -> None:
    """Let the hour of the open vote come, and count it."""
    app = seed.open_app(home)
    with app.app_context():
        with writing() as session:
            vote = session.get(Vote, number)
            vote.opens_at, vote.closes_at = vote.opens_at - DAY, utcnow() - DAY / 1000
        close_vote(number)
        db.session.remove()
        db.engine.dispose()


def slip(home) -> tuple[str, int]:
    """The code on the slip of one home, as it hangs in the stairwell, and the vote that is open for it."""
    app = seed.open_app(home)
    with app.app_context():
        vote = open_vote().id
        household = home_without_ballot(vote)
        codes, door = draw_codes([household.id]), household.door_id
        with writing() as session:
            issue_codes(session.get(Place, door), codes, by=None)
        db.session.remove()
        db.engine.dispose()
    return next(iter(codes.values())), vote


def home_without_ballot(vote: int) -> Household:
    """The first home on the roll whose envelope is not in the box yet: it takes the key to tell."""
    key = keystore.load(vote)
    there = set(db.session.scalars(select(Envelope.unit_ref).where(Envelope.vote_id == vote)))
    on_roll = select(Household).join(RollEntry, RollEntry.unit_id == Household.id).order_by(Household.id)
    homes = db.session.scalars(on_roll.where(RollEntry.vote_id == vote))
    return next(home for home in homes if reference(key, Unit.HOUSEHOLD.value, home.id) not in there)


if __name__ == "__main__":
    sys.exit(main())
