"""The bundle the site gives out: complete, signed, the same by HTTP and by command, none before the count."""

import json
import random

import pytest
from sqlalchemy import select

from benchmarks.tampering import alteration, load, verdict
from civic.extensions import db
from civic.ledger import signing
from civic.ledger.tasks import sequence_and_sign
from civic.places.models import Household
from civic.votes import bundle, queries
from tests.factories.votes import cast_for, close, make_council_vote, make_vote, speak_for

verifier = load()


def make_counted(town, number=5) -> int:
    """A counted secret vote of so many homes, the first of which changed its ballot."""
    vote = make_vote(town.secretary)
    homes = list(db.session.scalars(select(Household).order_by(Household.id).limit(number)))
    for home, letter in zip(homes, "甲丙甲丙丙丙丙", strict=False):
        cast_for(vote, home, letter, cannot="乙")
    cast_for(vote, homes[0], "丙", replace=True)
    close(vote)
    return vote.id


@pytest.fixture
def counted(town):
    return make_counted(town)


def raw_of(no) -> bytes:
    return bundle.bundle_file(queries.vote_or_404(no)).read_bytes()


def test_a_counted_vote_can_be_counted_again_before_and_after_it_is_in_the_log(counted):
    raw = raw_of(counted)
    assert verdict(verifier, raw) == (0, "") and json.loads(raw)["log"] is None
    sequence_and_sign()
    found = json.loads(raw_of(counted))
    assert verdict(verifier, raw_of(counted)) == (0, "")
    assert found["log"]["size"] > found["log"]["index"] and found["log"]["entry"]["actor"] is None
    assert [standing for _, standing in found["receipts"]].count("replaced") == 1
    assert len(found["receipts"]) == 6 and len(found["ballots"]) == 5


def test_a_bundle_says_nothing_of_anybody(counted, town):
    """No home, no person, no number of either: all of them would stand in the same signed file."""
    found = json.loads(raw_of(counted))
    assert found["roll"]["lines"] is None
    assert all(set(one) == {"key", "content"} and set(one["content"]) == {"choice", "cannot"}
               for one in found["ballots"])  # fmt: skip


def test_a_council_s_bundle_says_which_seat_said_what(town):
    vote = make_council_vote(town.secretary, town.council)
    for seat in town.seats[:5]:
        speak_for(vote, seat, reason="行")
    close(vote)
    found = json.loads(raw_of(vote.id))
    assert verdict(verifier, raw_of(vote.id)) == (0, "")
    seats = {line["unit"] for line in found["roll"]["lines"]}
    assert len(seats) == 6 and len({one["content"]["unit"] for one in found["ballots"]} & seats) == 5


def test_the_file_is_written_anew_only_when_the_log_has_grown(counted):
    vote = queries.vote_or_404(counted)
    first = bundle.bundle_file(vote)
    assert bundle.bundle_file(vote) == first
    sequence_and_sign()
    second = bundle.bundle_file(vote)
    assert second != first and not first.exists()


def test_the_worker_writes_the_long_part_once_ahead(counted, tick, queries):
    assert [tick("votes.prepare_bundles") for _ in range(2)] == [
        {"votes.prepare_bundles": 1}, {"votes.prepare_bundles": 0}
    ]  # fmt: skip
    with queries() as sent:
        assert verdict(verifier, raw_of(counted)) == (0, "")
    assert sent.statements and not [
        one for one in sent.statements if "counted_ballot" in one or "receipt_line" in one
    ]


def test_by_http_and_by_command_it_is_the_same_file(page, counted, app):
    with page.client.get(f"/votes/{counted}/bundle.json") as answer:
        assert answer.status_code == 200 and answer.data == raw_of(counted)
    told = app.test_cli_runner().invoke(args=["votes", "bundle", str(counted)])
    assert told.exit_code == 0 and told.stdout_bytes == answer.data
    told = app.test_cli_runner().invoke(args=["votes", "bundle", "999"])
    assert told.exit_code == 1 and "not there or not counted" in told.output


def test_a_checkpoint_kept_from_the_site_is_compared_with_a_later_bundle(page, counted, town):
    address = f"/ledger/checkpoints/{town.community.id}"
    assert page.client.get(address).status_code == 404  # nothing is placed yet
    sequence_and_sign()
    kept = page.client.get(address)
    make_vote(town.secretary)
    sequence_and_sign()
    assert verdict(verifier, raw_of(counted), kept.data) == (0, "")
    lines = kept.text.splitlines()
    forged = "\n".join([lines[0], lines[1], lines[2][::-1][1:] + "=", *lines[3:]]) + "\n"
    assert verdict(verifier, raw_of(counted), forged.encode())[0] != 0


def test_there_is_none_before_the_count(page, town):
    vote = make_vote(town.secretary)
    assert page.client.get(f"/votes/{vote.id}/bundle.json").status_code == 404
    assert page.client.get("/votes/999/bundle.json").status_code == 404


def test_as_many_statements_for_many_ballots_as_for_one(town, queries):
    sent = []
    for number in (5, 7):
        no = make_counted(town, number)
        db.session.expire_all()
        with queries() as statements:
            raw_of(no)
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_fewer_than_five_secret_ballots_are_not_given_out_one_by_one(town):
    raw = raw_of(make_counted(town, 4))
    assert json.loads(raw)["ballots"] is None and verdict(verifier, raw) == (0, "")


def test_three_hundred_alterations_are_found(counted, app):
    sequence_and_sign()
    raw, key = raw_of(counted), signing.private_key(app.config["KEYS"])
    rng, kinds = random.Random(20261126), set()
    wanted = {"fork", "rewrite", "value swap", "value rename", "bytes flip", "bytes truncate"}
    for number in range(3000):
        if number >= 300 and wanted <= kinds:
            break
        name, altered, older = alteration(raw, key, rng)
        kinds.add(name)
        assert verdict(verifier, altered, older)[0] != 0, name
    assert wanted <= kinds
