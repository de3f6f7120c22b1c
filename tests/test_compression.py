"""Pages are smaller on the way, the same on arrival, and do not tell their exact length."""

import gzip


def fetch(client, accept):
    return client.get("/help", headers={"Accept-Encoding": accept})


def test_a_page_arrives_the_same_and_smaller(client):
    plain, packed = fetch(client, "identity"), fetch(client, "gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) * 0.6
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_who_does_not_ask_gets_it_plain(client):
    assert "Content-Encoding" not in fetch(client, "identity").headers


def test_the_same_page_has_many_lengths(client):
    assert len({len(fetch(client, "gzip").data) for _ in range(40)}) > 5


def test_what_fits_a_packet_stays_as_it_is(client):
    assert "Content-Encoding" not in client.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers
