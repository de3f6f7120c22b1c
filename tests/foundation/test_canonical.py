"""Canonical JSON: what we write ourselves is what the library of RFC 8785 writes."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from civic.canonical import canonical

texts = st.text(st.characters(codec="utf-8"), max_size=6)
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_the_form_is_the_librarys(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [
    {"ﬀ": 1, "😀": 2},  # by UTF-16 the second comes first, by code points the other way round
    {"b": 1, "a": {"d": [], "c": {}}},
    "\x00\x1f\x7f\u2028\"\\/\b\f\n\r\t",
    [1.0, 1e21, -0.0, 0.1],
    (1, 2),
    True,
])  # fmt: skip
def test_what_is_easily_written_otherwise(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [
    2**53, -(2**53), [2**60], float("nan"), float("inf"), {"a": object()}, {1: "a"}, "\ud800", {"a": {b"b"}},
])  # fmt: skip
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError):
        canonical(value)
