"""Carriers that end with the test, and messages on their way."""

import pytest

from civic.notifications.outbox_models import OutboxMessage
from tests.notifications.carriers import Gateway, MailHost


@pytest.fixture
def by_day(clock):
    """A quiet working morning: no test depends on the hour it is run at."""
    clock.to("2026-03-16 10:00")
    return clock


@pytest.fixture
def carrier():
    """Makes gateways and mail hosts, and closes them."""
    made = []

    def make(kind=Gateway, **options):
        made.append(kind(**options))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def gateway(app, carrier, monkeypatch):
    """An open gateway that the site sends through."""
    gateway = carrier().open()
    monkeypatch.setitem(app.config, "SMS", gateway.url)
    return gateway


@pytest.fixture
def mail_host(app, carrier, monkeypatch):
    """An open mail server that the site sends through."""
    host = carrier(MailHost).open()
    monkeypatch.setitem(app.config, "MAIL", host.url)
    monkeypatch.setitem(app.config, "MAIL_FROM", "街坊议事 <site@example.cn>")
    return host


@pytest.fixture
def rows(db_session):
    """The outbox as it is now, oldest first."""

    def read(**by):
        db_session.rollback()
        return db_session.query(OutboxMessage).filter_by(**by).order_by(OutboxMessage.id).all()

    return read
