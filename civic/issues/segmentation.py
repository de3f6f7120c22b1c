"""Words of three characters and more, for ranking. Only the worker and the import ask for them.

Pairs (`tokens.py`) already find everything; whole words let the closest matter come first when a
question matches many only in part. The word list takes 32 MB, so it is loaded at the first use and
never in a process that only answers requests.
"""

import importlib
import re
from functools import cache

from civic.issues.tokens import pairs_of_plain, plain

IN_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+").fullmatch


@cache
def _dictionary():
    return importlib.import_module("rjieba")


def words(text: str) -> list[str]:
    """Longer words of a text that its pairs do not hold, each once."""
    return _words(plain(text))


def _words(text):
    cut = _dictionary().cut_for_search(text)
    return list(dict.fromkeys(word for word in cut if len(word) > 2 and IN_CJK(word)))


def tokens(text: str) -> list[str]:
    """Pairs and longer words: everything an index holds of a text."""
    text = plain(text)
    return pairs_of_plain(text) + _words(text)
