"""Signing a test's visitor in without walking through the form (tests/accounts walk through it)."""

import importlib
import importlib.util


def session_for(person) -> dict:
    """What the site keeps in the cookie session of `person`, signed in a moment ago.

    The accounts room says it in tests/factories/accounts.py: `session_for(person)`.
    """
    if importlib.util.find_spec("tests.factories.accounts"):
        accounts = importlib.import_module("tests.factories.accounts")
        if hasattr(accounts, "session_for"):
            return accounts.session_for(person)
    return {"_user_id": person.get_id(), "_fresh": True}


def sign_in(client, person) -> None:
    """From now on `client` is `person`."""
    values = session_for(person)
    with client.session_transaction() as session:
        session.clear()
        session.update(values)
        session.permanent = True


def sign_out(client) -> None:
    with client.session_transaction() as session:
        session.clear()
