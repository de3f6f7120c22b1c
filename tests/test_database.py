"""The foundation's promises about the database."""


def test_ready(page):
    assert page.fetch("/readyz").json["faults"] == {}
