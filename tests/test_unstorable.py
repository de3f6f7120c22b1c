"""Numbers from a stranger's imagination, too large for any database, get a plain sentence."""

import pytest


@pytest.mark.parametrize("where", ["topics.index", "decisions.index"])
def test_a_number_no_database_holds_is_no_fault(page, town, where):
    page.get(where, community="9" * 30, status=400)
