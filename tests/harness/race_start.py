"""What runners of a race are forked from: the house imported and the application built, nothing opened.

The server reads the settings of the test session from its environment; building the application once
here instead of in every runner takes most of a second off each race.
"""

import base64
import os
import pickle

from sqlalchemy.orm import configure_mappers

from civic import create_app

SETTINGS = "CIVIC_RACE_SETTINGS"


def announce(settings: dict) -> None:
    """Before the server starts: which application it shall build."""
    os.environ[SETTINGS] = base64.b64encode(pickle.dumps(settings)).decode()


def built(settings: dict):
    """The application for these settings: the one built before the fork, else a new one."""
    return PREPARED[1] if PREPARED and PREPARED[0] == settings else create_app(**settings)


def _prepare():
    if written := os.environ.get(SETTINGS):
        settings = pickle.loads(base64.b64decode(written))
        app = create_app(**settings)
        configure_mappers()  # a second of work that every runner would do at its first query
        return settings, app
    return None


PREPARED = _prepare()
