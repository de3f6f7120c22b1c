"""The page of one's own data speaks of every table somebody's own rows can stand in."""

from civic.accounts.export_words import COLUMN_WORDS, TABLE_WORDS
from civic.accounts.exports import own_columns
from civic.database import Base


def test_every_table_of_ones_own_has_a_word_and_every_word_a_table(app):
    own = {table.name for table in Base.metadata.sorted_tables if own_columns(table)}
    assert own <= set(TABLE_WORDS), own - set(TABLE_WORDS)
    assert set(TABLE_WORDS) - own <= {"person", "contact"}


def test_every_word_of_a_column_is_used(app):
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns} | {"phone"}
    assert set(COLUMN_WORDS) <= columns, set(COLUMN_WORDS) - columns


def test_the_page_says_states_in_words_and_leaves_numbers_of_rows_out(page, town):
    shown = page.as_(town.resident).get("accounts.data").text
    assert "可以登录" in shown
    assert "active" not in shown and "household_id" not in shown
