"""The stylesheet stays readable to Chromium 70 and Safari 12, and to everybody's eyes.

Those two browsers drop a whole rule for one selector they do not know, so the list below is what
nothing in it may lean on. Properties they merely ignore (accent-color, text-wrap) may stand as polish.
"""

import re

import pytest

from civic.assets import PARTS, SOURCE

TEXT = re.compile(r"/\*.*?\*/", re.S).sub("", "\n".join((SOURCE / p).read_text() for p in PARTS["civic.css"]))
RULES = [(s.strip(), b) for s, b in re.findall(r"([^{};]+)\{([^{}]*)\}", TEXT)]

# pattern → first Chromium that reads it
TOO_NEW = {
    r":(is|where|has)\(": "88/88/105",
    r":not\([^)]*,": "88, a list in :not()",
    r"(?<![\w-])inset\s*:": "87",
    r"aspect-ratio\s*:": "88",
    r"(?<![\w-])(clamp|min|max)\(": "79",
    r"\b(margin|padding|border|inset)-(inline|block)": "87",
    r"\b(inline|block)-size\s*:": "57, Safari 12.1",
    r"@(layer|container|scope|property|starting-style)\b": "85 and later",
    r"@media[^{]*[<>]": "104, range syntax",
    r"\d(dvh|svh|lvh|dvw|svw|lvw|cqw|rlh|lh)\b": "108",
    r"color-mix\(|oklch\(|oklab\(|rgba?\([^,)]*\s[^,)]*\)": "111, or space-separated colours",
    r"display\s*:\s*(flow-root|contents)": "Safari 13",
    r"overflow-wrap\s*:\s*anywhere|overflow\s*:\s*clip": "80/90",
    r"&": "112, nesting",
    r"::marker|::backdrop": "86",
    r"position\s*:\s*sticky": "covers what is under it",
    r"@import|url\(": "another request",
    r"!ie|filter\s*:\s*progid": "never",
}


@pytest.mark.parametrize("pattern", TOO_NEW)
def test_nothing_newer_than_chromium_70(pattern):
    found = re.search(pattern, TEXT)
    assert not found, f"{found.group()!r} needs Chromium {TOO_NEW[pattern]}"


def test_gaps_only_between_grid_cells():
    """Flexbox gaps came with Chromium 84; grid has had them since 66."""
    grids = {s for selectors, body in RULES if "display: grid" in body for s in selectors.split(",")}
    for selectors, body in RULES:
        if re.search(r"(?<![\w-])(row-|column-)?gap\s*:", body):
            assert all(one in grids for one in selectors.split(",")), selectors


def test_focus_is_shown_without_focus_visible():
    """:focus carries the ring; :focus-visible may only take it away from those who know it."""
    for selectors, body in RULES:
        if ":focus-visible" in selectors:
            assert selectors == ":focus:not(:focus-visible)" and body.strip() == "outline: none;"
    assert any(s == ":focus" and "outline: 3px" in body for s, body in RULES)


def test_no_writing_under_15_pixels():
    """Sizes are rem of 18px; the plan draws in metres and is measured in the browser instead."""
    for selectors, body in RULES:
        if ".plan" in selectors:
            continue
        for size, unit in re.findall(r"font(?:-size)?\s*:[^;]*?([\d.]+)(px|rem|em|pt)\b", body):
            pixels = float(size) * {"px": 1, "rem": 18, "em": 18, "pt": 4 / 3}[unit]
            if "8" in selectors or unit == "pt" or "large" in selectors:
                continue  # paper, and 大字 where 1rem is 24px
            assert pixels >= 15, f"{selectors}: {size}{unit}"


def test_sizes_of_both_texts():
    """18px and 24px, as a share of the browser's own 16px, so its setting still counts."""
    sizes = dict(reversed(RULES))  # the first of each, not the one for paper
    assert "font-size: 112.5%" in sizes["html"] and "--target: 48px" in sizes[":root"]
    assert "font-size: 150%" in sizes["html.large"] and "--target: 60px" in sizes["html.large"]


def _tokens():
    tokens = dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{3,6})", TEXT))
    return {k: v if len(v) == 7 else "#" + "".join(c * 2 for c in v[1:]) for k, v in tokens.items()}


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    """WCAG contrast ratio of two #RRGGBB colours."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", ["ink", "quiet", "pine", "red", "amber", "sky"])
@pytest.mark.parametrize("ground", ["paper", "surface", "track", "own"])
def test_words_stand_out(ink, ground):
    """4.5 to 1 for every ink on every ground it meets, its own soft ground included."""
    tokens = _tokens()
    ground = f"{ink}-soft" if ground == "own" else ground
    assert contrast(tokens[ink], tokens.get(ground, tokens["paper"])) >= 4.5


def test_edges_of_inputs_stand_out():
    """3 to 1 for what shows where a field begins (WCAG 1.4.11)."""
    tokens = _tokens()
    assert min(contrast(tokens["edge"], tokens[g]) for g in ("paper", "surface")) >= 3


def test_paper_has_no_navigation():
    assert "@page" in TEXT and "size: A4" in TEXT
    hidden = next(s for s, body in RULES if ".tabs" in s and "display: none !important" in body)
    assert {".tabs", ".look", "button"} <= {one.strip() for one in hidden.split(",")}


def test_calm_and_forced_colours_are_answered():
    assert "@media (prefers-reduced-motion: reduce)" in TEXT
    assert "@media (forced-colors: active)" in TEXT
