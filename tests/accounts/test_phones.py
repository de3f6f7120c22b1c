"""Numbers as people type them."""

import pytest

from civic.accounts.phones import local, masked, normalised


@pytest.mark.parametrize(
    "typed",
    [
        "13900000001",
        " 139 0000 0001",
        "139-0000-0001",
        "+86 13900000001",
        "0086 13900000001",
        "１３９０００００００１",
    ],
)
def test_one_number_however_typed(typed):
    assert normalised(typed) == "+8613900000001"


@pytest.mark.parametrize(
    "typed", ["", "12345", "010-55500001", "139000000012", "一三九", "13900000001x9", None, "1" * 400]
)
def test_what_cannot_get_a_message_is_refused(typed):
    assert normalised(typed) is None


def test_other_countries_are_given_with_a_plus():
    assert normalised("+852 5123 4567") == "+85251234567"


def test_shown_masked_and_local():
    assert masked("+8613900000001") == "139****0001"
    assert local("+8613900000001") == "13900000001"
