"""civic.js in Chromium: courtesies of a form page. Without it every form still works; journeys show that."""

import pytest

POSTED = """() => { const form = document.createElement('form'); form.id = 'kept'; form.method = 'post';
  form.setAttribute('hx-post', '/sign-in'); form.setAttribute('hx-target', '#kept');
  form.innerHTML = '<textarea name=words></textarea><button class=btn data-busy=Sending>Send</button>';
  document.querySelector('main').append(form); htmx.process(form); }"""

PRESSED_TWICE = """() => { const b = document.querySelector('main form[method=post] button[data-busy]');
  const before = b.textContent; let sent = 0; window.addEventListener('submit', () => { sent += 1; });
  b.click(); b.click(); return [before, b.textContent, b.getAttribute('aria-busy'), sent]; }"""


@pytest.fixture
def form_page(visitor):
    page = visitor()
    page.goto("/sign-in")
    return page


def held(page):
    """Hold every POST; returns the list of those held."""
    waiting = []
    page.route(
        "**/*", lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_()
    )
    return waiting


def test_a_pressed_button_says_so_and_a_second_press_sends_nothing(form_page):
    held(form_page)
    before, after, busy, sent = form_page.evaluate(PRESSED_TWICE)
    assert busy == "true" and after != before and sent == 1


def test_offline_nothing_is_sent_and_the_words_stay(form_page):
    waiting = held(form_page)
    form_page.evaluate(POSTED)
    form_page.fill("#kept textarea", "the lamp on the stairs")
    form_page.context.set_offline(True)
    form_page.click("#kept button")
    assert form_page.locator("#offline").is_visible()
    assert form_page.input_value("#kept textarea") == "the lamp on the stairs"
    assert waiting == []
    form_page.context.set_offline(False)
    form_page.locator("#offline").wait_for(state="hidden")


def test_a_fault_in_front_of_us_does_not_replace_what_was_typed(app, chromium, live):
    page = chromium.new_page(base_url=live)  # not watched: its console shall show the fault
    page.goto("/sign-in")
    page.route("**/sign-in", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    page.evaluate(POSTED)
    page.fill("#kept textarea", "the lamp on the stairs")
    page.click("#kept button")
    page.locator("#offline").wait_for(state="visible")
    assert page.input_value("#kept textarea") == "the lamp on the stairs"
    assert page.locator("#kept button").inner_text() == "Send"
    page.close()


def test_htmx_is_set_for_the_policy(form_page):
    set_to = form_page.evaluate(
        "() => [htmx.version, htmx.config.allowEval, htmx.config.includeIndicatorStyles,"
        " htmx.config.historyCacheSize, document.querySelectorAll('style').length]"
    )
    assert set_to == ["2.0.11", False, False, 0, 0]
