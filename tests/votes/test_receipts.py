"""Receipts: what became of an envelope, also of one replaced; a file that the verifier takes."""

import json

import pytest

from benchmarks.tampering import load, verdict
from civic.ledger.words import words_of
from civic.votes import bundle, queries, sealing
from tests.factories.votes import cast_for, close, make_vote

verifier = load()


def code_of(ready):
    return sealing.in_groups(sealing.code_of(ready.fingerprint))


def test_a_changed_ballot_s_first_receipt_says_replaced_before_and_after_the_close(page, town):
    vote = make_vote(town.secretary)
    sent = [cast_for(vote, town.household, letter, replace=True) for letter in "甲乙丙"]
    codes = [code_of(ready) for ready in sent]
    for last in ("您家的票已收到", "收到了,您家的票算进去了"):
        shown = [page.get("votes.receipt", no=vote.id, code=code).h1 for code in codes]
        assert shown == ["这张票换过了", "这张票换过了", last]
        close(vote)
    assert "丙" not in page.get("votes.receipt", no=vote.id, code=codes[2]).one(".box").text()


def test_a_receipt_shows_the_code_its_picture_and_a_file_but_no_choice(page, town):
    vote = make_vote(town.secretary)
    ready = cast_for(vote, town.household, "乙")
    doc = page.get("votes.receipt", no=vote.id, code=code_of(ready))
    assert code_of(ready) in doc and doc.one(".box svg.qr") and "乙" not in doc.one("main").text()
    link = next(one for one in doc.all(".box a") if "receipt.json" in one.attributes["href"])
    kept = page.client.get(link.attributes["href"])
    assert json.loads(kept.data)["fingerprint"] == ready.fingerprint and kept.cache_control.no_store
    close(vote)
    raw = bundle.bundle_file(queries.vote_or_404(vote.id)).read_bytes()
    assert verdict(verifier, raw, receipt=kept.data) == (0, "")


def test_eight_words_read_out_find_the_same_envelope(page, town):
    vote = make_vote(town.secretary)
    ready = cast_for(vote, town.household, "乙")
    said = words_of(ready.fingerprint)
    assert " ".join(said) in page.get("votes.receipt", no=vote.id, code=code_of(ready))
    for _ in ("open", "closed"):
        doc = page.get("votes.receipt", no=vote.id, code="、".join(said))
        assert code_of(ready) in doc
        close(vote)
    assert "没有这个号" in page.get("votes.receipt", no=vote.id, code="".join(reversed(said)))


def test_an_envelope_the_site_lost_is_told_by_its_signed_receipt(page, town, owner):
    """The site promised it, and its signed list lacks it: the verifier says to take it to the witnesses."""
    vote = make_vote(town.secretary)
    kept = bundle.receipt_paper(vote, "ab" * 32)
    cast_for(vote, town.household, "乙")
    close(vote)
    raw = bundle.bundle_file(queries.vote_or_404(vote.id)).read_bytes()
    code, reason = verdict(verifier, raw, receipt=json.dumps(kept).encode())
    assert code == 1 and "监票人" in reason


@pytest.mark.parametrize("code", ["", "7QK4-M2XD-9TAB", "你好", "' or 1=1"])
def test_there_is_no_file_for_a_code_that_is_not_there(page, town, code):
    vote = make_vote(town.secretary)
    assert page.client.get(f"/votes/{vote.id}/receipt.json", query_string={"code": code}).status_code == 404
