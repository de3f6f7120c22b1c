"""Chinese text as tokens: two-character words, traditional writing, numbers, and no surprises."""

from hypothesis import given
from hypothesis import strategies as st

from civic.issues import segmentation
from civic.issues.tokens import LONGEST, MOST_TOKENS, near, pairs, plain, question

characters = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40)
anything = st.text(max_size=200)


def found(asked, text):
    """Does an index of these tokens hold everything asked? The slow oracle of every engine."""
    held = pairs(text)
    return all(
        any(token.startswith(wanted) for token in held) if beginning else wanted in held
        for wanted, beginning in asked
    )


@given(characters, st.data())
def test_any_piece_of_up_to_four_characters_finds_the_text(text, data):
    at = data.draw(st.integers(0, len(text) - 1))
    piece = text[at : at + data.draw(st.integers(1, 4))]
    assert found(question(piece), text)


@given(st.integers(1, 99), characters)
def test_a_building_number_finds_its_building_and_no_other(number, words):
    told = f"{number}号楼{words}"
    assert found(question(f"{number}号楼"), told)
    assert not found(question(f"{number + 100}号楼"), told)


@given(anything)
def test_no_text_breaks_it_and_tokens_are_plain_words(text):
    tokens = [*pairs(text), *near(text), *segmentation.tokens(text), *(token for token, _ in question(text))]
    assert all(token and not set(token) & set(" \t\n\"'*()&|!:\\-\x00") for token in tokens)
    assert len(question(text)) <= MOST_TOKENS


def test_a_word_without_end_becomes_a_token_an_index_can_hold():
    endless = "a" * 10_000
    assert [len(token) for token in pairs(endless)] == [LONGEST] and found(
        question(endless[:40]), endless[:40]
    )


@given(anything)
def test_tokens_come_once_each(text):
    assert len(pairs(text)) == len(set(pairs(text)))


def test_traditional_and_full_width_writing_is_the_same_writing():
    assert plain("電梯壞了３號樓ＷＩＦＩ") == "电梯坏了3号楼wifi"
    assert found(question("電梯"), "10号楼电梯坏了")
    assert found(question("电梯"), "10號樓電梯壞了")


def test_a_sentence_is_taken_apart_at_its_particles():
    assert found(question("门口的路灯坏了"), "3号楼门口,路灯坏三天了")
    assert not found(question("门口的路灯坏了"), "3号楼门口很黑")


def test_nothing_to_look_for_is_an_empty_question():
    assert question(" ,。!?*\"'()-- ") == []
    assert question("") == []


def test_longer_words_are_only_those_pairs_do_not_hold():
    assert segmentation.words("加装电梯的物业费怎么收") == ["物业费"]
    assert "物业费" in near("物业费太高")
