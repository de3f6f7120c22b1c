"""Eight words for a fingerprint: each byte its own word, there and back."""

from hypothesis import given
from hypothesis import strategies as st

from civic.ledger.words import COUNT, WORDS, start_of, words_of


def test_each_byte_has_a_word_of_its_own():
    assert len(WORDS) == len(set(WORDS)) == 256 and {len(word) for word in WORDS} == {2}


@given(st.binary(min_size=32, max_size=32), st.sampled_from([" ", "", "、", "\n", " · "]))
def test_there_and_back_however_they_are_set_apart(raw, between):
    words = words_of(raw.hex())
    assert len(words) == COUNT and start_of(between.join(words)) == raw.hex()[:16]


def test_what_is_no_eight_words():
    words = words_of("00" * 32)
    for said in ("", "太阳", "".join(words[:7]), "".join(words) + "月亮", "".join(words[:7]) + "民主"):
        assert start_of(said) is None
