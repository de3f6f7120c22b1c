"""Chromium for journeys: phones with and without JavaScript, watched for anything a console would say."""

import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import sync_playwright

from tests.harness import measures, signing
from tests.harness.live import LiveServer

__all__ = [
    "address", "chromium", "desktop", "javascript", "live", "live_server", "phone", "visitor", "walk_in",
    "weigh",
]  # fmt: skip
# As root there is no sandbox to enter; the rest keeps Chromium from looking for hosts outside.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
# What Chromium prints for every 4xx answer; a refusal is an answer, and the journeys assert it.
REFUSAL = "Failed to load resource: the server responded with a status of 4"
PATIENCE = 10_000  # ms until an expectation fails


@pytest.fixture(scope="session")
def chromium():
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing: apt-get install chromium fonts-noto-cjk (as .ci/run does)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(world):
    server = LiveServer(world.app)
    yield server
    server.stop()


@pytest.fixture
def live(app, live_server):
    """The address of the site, on the database of this test."""
    return live_server.url


@pytest.fixture
def address(app):
    """`address("issues.show", no=7)` as the path to go to."""
    return lambda endpoint, **values: app.url_map.bind("localhost").build(endpoint, values)


@pytest.fixture
def visitor(app, chromium, live):
    """`visitor(width=…, height=…, javascript=…, person=…)`: one more person with a fresh profile."""
    opened = []

    def arrive(width=360, height=800, javascript=True, person=None, **context) -> BrowserPage:
        profile = chromium.new_context(
            base_url=live,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=width < 700,
            is_mobile=width < 700,
            **context,
        )
        profile.set_default_timeout(PATIENCE)
        page = profile.new_page()
        opened.append((profile, Watch(page, live)))
        if not javascript:
            measures.scriptless.add(page)
        if person is not None:
            walk_person_in(app, page, live, person)
        return page

    yield arrive
    faults = []
    for profile, watch in opened:
        faults += watch.faults
        profile.close()
    assert not faults, "The browser complained:\n" + "\n".join(faults)


@pytest.fixture(params=[False, True], ids=["without-js", "with-js"])
def javascript(request):
    return request.param


@pytest.fixture
def phone(visitor, javascript):
    """A stranger's phone, 360×800; every journey on it runs without and with JavaScript."""
    return visitor(javascript=javascript)


@pytest.fixture
def desktop(visitor):
    return visitor(width=1280, height=800)


@pytest.fixture
def walk_in(app, live):
    """`walk_in(phone, town.resident)`: that browser is signed in."""
    return lambda page, person: walk_person_in(app, page, live, person)


@pytest.fixture
def weigh(visitor):
    """`weigh("/issues", person=None)`: bytes as sent over a cold connection, by kind."""
    return lambda path, **who: measures.weigh(visitor(**who), path)


def walk_person_in(app, page, live, person):
    client = app.test_client()
    signing.sign_in(client, person)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live}])


class Watch:
    """Everything a page did that a resident's console would show in red."""

    def __init__(self, page: BrowserPage, live: str):
        self.faults, self.host = [], urlsplit(live).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message):
        if message.type in ("error", "warning") and not message.text.startswith(REFUSAL):
            self.faults.append(f"console {message.type}: {message.text} ({message.location})")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.host:
            self.faults.append(f"a request elsewhere: {request.url}")

    def _response(self, response):
        if response.status >= 500:
            self.faults.append(f"{response.status} from {response.url}")
