"""Chinese text as tokens a plain full-text index can hold.

Pure. Every engine gets the same tokens: simplified characters, pairs of neighbouring characters,
Latin words and numbers in small letters. Pairs find every two-character word, which is what people
search for and what FTS5's own trigrams cannot (dependencies.md §3). Longer words come from the
worker (`segmentation.py`), because the word list costs each process 32 MB.
"""

import re
import unicodedata
from functools import cache

import opencc

CJK = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
RUN = re.compile(rf"(?P<cjk>[{CJK}]+)|(?P<word>[^\W_{CJK}]+)")
# Between these the words of a long question fall apart by themselves.
PARTICLES = re.compile("[的了吗呢吧啊呀么着和与是在有就都也很又还没不被把让请问为什怎谁哪这那我你您他她们]+")
LONG_RUN = 5  # characters from which a run is taken for a sentence
LONGEST = 60  # characters of a token; PostgreSQL refuses very long ones
MOST_CHARACTERS = 60  # of a question
MOST_TOKENS = 32


class _Simplified(dict):
    """Character by character, so that a piece of a text is written as it is in the whole text."""

    def __missing__(self, code):
        character = chr(code)
        self[code] = _converter().convert(character) if character >= "\u3400" else character
        return self[code]


@cache
def _converter():
    return opencc.OpenCC("t2s")


SIMPLIFIED = _Simplified()


def plain(text: str) -> str:
    """The text in one writing: full-width to half-width, traditional to simplified, small letters."""
    return unicodedata.normalize("NFKC", text).lower().translate(SIMPLIFIED)


def pairs(text: str) -> list[str]:
    """Tokens of a text, each once, in order of appearance."""
    return pairs_of_plain(plain(text))


def pairs_of_plain(text: str) -> list[str]:
    """The same of a text that is `plain` already."""
    return list(dict.fromkeys(_pairs(text)))


def _pairs(text):
    number = ""
    for run in RUN.finditer(text):
        if word := run["word"]:
            number = word[:LONGEST] if word.isdigit() else ""
            yield word[:LONGEST]
            continue
        characters = run["cjk"]
        if number and run.start() and text[run.start() - 1].isdigit():
            yield number[: LONGEST - 1] + characters[0]  # 10号 is one thing: the tenth building
        for one, other in zip(characters, characters[1:], strict=False):
            yield one + other
        yield characters[-1]
        number = ""


def question(text: str) -> list[tuple[str, bool]]:
    """What a search asks for: (token, whether it is only the beginning of one), all of them needed.

    Empty when there is nothing to look for (only signs, only blanks).
    """
    wanted = {}
    last_number = None
    for run in RUN.finditer(plain(text[:MOST_CHARACTERS])):
        if word := run["word"]:
            wanted[word] = False
            last_number = (word, run.end()) if word.isdigit() else None
            continue
        characters = run["cjk"]
        if last_number and last_number[1] == run.start():
            wanted[last_number[0] + characters[0]] = wanted.pop(last_number[0])
        wanted.update(_characters_asked(characters))
        last_number = None
    return list(wanted.items())[:MOST_TOKENS]


def _characters_asked(characters):
    parts = PARTICLES.split(characters) if len(characters) >= LONG_RUN else [characters]
    for part in list(filter(None, parts)) or [characters]:
        if len(part) == 1:
            yield part, True
        for one, other in zip(part, part[1:], strict=False):
            yield one + other, False


def near(text: str) -> list[str]:
    """For a second look when nothing has it all: pieces of two to four characters, short ones first."""
    parts, pieces = [], {}
    for run in RUN.finditer(plain(text[:MOST_CHARACTERS])):
        if run["word"]:
            pieces[run["word"]] = None
        else:
            parts += filter(None, PARTICLES.split(run["cjk"]))
    for size in (2, 3, 4):
        for part in parts:
            pieces |= dict.fromkeys(part[at : at + size] for at in range(len(part) - size + 1))
    return list(pieces)[:MOST_TOKENS]
