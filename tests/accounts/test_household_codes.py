"""The slip's code: what is drawn is accepted; every single slip of the eye is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from civic.accounts.household_codes import (
    ALPHABET,
    LENGTH,
    check_character,
    grouped,
    is_complete,
    is_well_formed,
    new_code,
    normalised,
)

bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
codes = bodies.map(lambda body: body + check_character(body))


def test_drawn_codes_are_well_formed_and_differ():
    drawn = {new_code() for _ in range(500)}
    assert len(drawn) == 500
    assert all(is_well_formed(code) for code in drawn)


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code, at, other):
    changed = code[:at] + other + code[at + 1 :]
    assert is_well_formed(changed) == (changed == code)


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_characters_swapped_are_noticed(code, one, two):
    letters = list(code)
    letters[one], letters[two] = letters[two], letters[one]
    swapped = "".join(letters)
    assert is_well_formed(swapped) == (swapped == code)


def slow_check(body):
    """GF(32) by long polynomial division, written another way: the oracle."""

    def times(a, b):
        product = 0
        for bit in range(5):
            if b >> bit & 1:
                product ^= a << bit
        for bit in range(9, 4, -1):
            if product >> bit & 1:
                product ^= 0b100101 << (bit - 5)
        return product

    total, power = 0, 1
    for character in body:
        power = times(power, 2)
        total ^= times(ALPHABET.index(character), power)
    return ALPHABET[total]


@given(bodies)
def test_the_check_is_the_polynomial_it_says(body):
    assert check_character(body) == slow_check(body)


@given(codes)
def test_however_it_is_typed_it_means_the_same(code):
    assert normalised(grouped(code)) == code
    assert normalised(f"  {grouped(code).lower()} ") == code
    assert normalised(code.replace("0", "O").replace("1", "l")) == code
    assert normalised("".join(chr(ord(c) + 0xFEE0) for c in code)) == code


def test_too_short_too_long_and_foreign_letters_are_incomplete():
    code = new_code()
    assert is_complete(code)
    assert not is_complete(code[:-1])
    assert not is_complete(normalised(code + "7"))
    assert not is_complete("U" * LENGTH)
    assert not is_well_formed("")
