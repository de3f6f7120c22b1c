"""What a page measures in a browser: accessibility, widths, targets, weight (DESIGN.md §3)."""

from dataclasses import dataclass, field
from weakref import WeakSet

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JS, CSS, HTML, ALL, REQUESTS = 22_000, 18_000, 20_000, 60_000, 4
THUMBNAIL, THUMBNAILS = 30_000, 250_000
SMALLEST, COMFORTABLE, SHARE = 24, 44, 0.10

# Links within a sentence are left out (as WCAG 2.5.8 does); a box and its label count as one target.
TARGETS = """() => {
  const shown = e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
    return r.width > 1 && r.height > 1 && s.visibility !== 'hidden' && !e.closest('.sr, .skip'); };
  const inSentence = e => { if (e.tagName !== 'A' || getComputedStyle(e).display !== 'inline') return false;
    const around = e.parentElement.textContent.trim(), own = e.textContent.trim();
    return around.length > own.length; };
  const box = e => { let r = e.getBoundingClientRect(), w = r.width, h = r.height;
    for (const l of [...(e.labels || [])]) { const b = l.getBoundingClientRect();
      w = Math.max(w, b.width); h = Math.max(h, b.height); }
    const after = getComputedStyle(e, '::after');
    if (after.position === 'absolute' && after.content !== 'none') {
      w = Math.max(w, parseFloat(after.width) || 0); h = Math.max(h, parseFloat(after.height) || 0); }
    return [w, h]; };
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  return [...document.querySelectorAll(all)]
    .filter(e => shown(e) && !inSentence(e))
    .map(e => { const [w, h] = box(e);
      return {what: (e.innerText || e.name || e.id || e.tagName).trim().slice(0, 40), tag: e.tagName,
              primary: e.matches('.go'), size: Math.min(w, h), width: w, height: h}; });
}"""
TEXT_SIZES = """() => {
  const sizes = new Map(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const text = walk.currentNode.data.trim(), e = walk.currentNode.parentElement;
    if (!text || e.closest('svg, .sr, script, style, option') || !e.getClientRects().length) continue;
    const px = parseFloat(getComputedStyle(e).fontSize);
    if (!sizes.has(px)) sizes.set(px, text.slice(0, 40)); }
  return [...sizes].sort((a, b) => a[0] - b[0]); }"""
DOUBLE_TEXT = """() => { const all = [...document.querySelectorAll('*')];
  const sizes = all.map(e => parseFloat(getComputedStyle(e).fontSize) * 2 + 'px');
  all.forEach((e, i) => e.style.setProperty('font-size', sizes[i], 'important')); }"""
WIDTH = "() => document.scrollingElement.scrollWidth"
WIDE = """w => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > w + 1
  && !e.closest('.scroll')).slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


scriptless: WeakSet[Page] = WeakSet()  # pages of profiles with JavaScript off


@dataclass
class Weight:
    """Bytes on the wire, cold, by kind; header bytes included."""

    html: int = 0
    css: int = 0
    js: int = 0
    images: list[int] = field(default_factory=list)
    other: int = 0
    requests: int = 0  # without lazy pictures, which come on top

    @property
    def total(self) -> int:
        return self.html + self.css + self.js + self.other


def axe(page: Page) -> None:
    """No violation of WCAG 2.2 AA or of axe's good practice.

    axe needs timers, so a page without JavaScript is left out: its twin with JavaScript is measured.
    """
    if page in scriptless:
        return
    # What is in order is not written up: the same rules on the same page, in four fifths of the time.
    results = Axe().run(page, options={"runOnly": AXE_TAGS, "resultTypes": ["violations"]})
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def no_overflow(page: Page, width: int, text: int = 100) -> None:
    """Nothing wider than the screen; `text=200` doubles every font size first. Reloads the page after."""
    page.wait_for_load_state()  # a click returns once the next page has begun, before it has a body
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": before["height"]})
    if text == 200:
        page.evaluate(DOUBLE_TEXT)
    found = page.evaluate(WIDTH)
    wide = page.evaluate(WIDE, width) if found > width else []
    page.set_viewport_size(before)
    if text == 200:
        page.reload()
    assert found <= width, f"{page.url} is {found} px wide at {width} px, text {text} %:\n" + "\n".join(wide)


def targets(page: Page) -> list[dict]:
    """Visible controls with their sizes in px; fails on any under 24, on a main button under 44,
    and when more than a tenth are under 44."""
    page.wait_for_load_state()
    found = page.evaluate(TARGETS)
    tiny = [t for t in found if t["size"] < SMALLEST]
    small = [t for t in found if t["size"] < COMFORTABLE - 0.5]
    assert not tiny, f"{page.url}: targets under {SMALLEST} px: {tiny}"
    assert not (bad := [t for t in small if t["primary"]]), f"{page.url}: a main button under 44 px: {bad}"
    assert len(small) <= SHARE * len(found), f"{page.url}: {len(small)} of {len(found)} under 44 px: {small}"
    return found


def text_sizes(page: Page, smallest: float = 15) -> list:
    """[px, example] of all visible text; fails on any smaller than `smallest`."""
    page.wait_for_load_state()
    sizes = page.evaluate(TEXT_SIZES)
    assert sizes[0][0] >= smallest, f"{page.url}: text under {smallest} px: {sizes[:4]}"
    return sizes


def weigh(page: Page, path: str) -> Weight:
    """Load `path` once in this fresh profile and add up what came over the wire."""
    weight = Weight()
    kinds = {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))

    def arrived(e):
        size, kind = int(e["encodedDataLength"]), kinds.get(e["requestId"], "Other")
        if kind == "Image":
            weight.images.append(size)
            return
        weight.requests += 1
        name = {"Document": "html", "Stylesheet": "css", "Script": "js"}.get(kind, "other")
        setattr(weight, name, getattr(weight, name) + size)

    wire.on("Network.loadingFinished", arrived)
    page.goto(path, wait_until="networkidle")
    wire.detach()
    return weight


def light(weight: Weight) -> None:
    """Within the budgets of DESIGN.md §3."""
    assert weight.js <= JS, weight
    assert weight.css <= CSS, weight
    assert weight.html <= HTML, weight
    assert weight.total <= ALL, weight
    assert weight.requests <= REQUESTS, weight
    assert all(size <= THUMBNAIL for size in weight.images), weight
    assert sum(weight.images) <= THUMBNAILS, weight


def follow(to: Locator) -> None:
    """Tap what leads to another page and wait until it is there; a click alone returns before that."""
    with to.page.expect_navigation():
        to.click()


def looks_right(page: Page, width: int = 360) -> None:
    """What every step of a journey is asked: axe finds nothing, nothing is too wide, thumbs hit."""
    axe(page)
    no_overflow(page, width)
    targets(page)
