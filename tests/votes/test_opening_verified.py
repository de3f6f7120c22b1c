"""What the verifier makes of a box that key holders opened."""

import json
import subprocess
import sys

import pytest
from flask import current_app
from sqlalchemy import select

from benchmarks.tampering import PROGRAM, load, signed_anew, verdict
from civic.extensions import db
from civic.ledger.signing import private_key
from civic.places.models import Household
from civic.votes import closing
from civic.votes.box_models import SealedBox
from civic.votes.bundle import bundle_file
from civic.votes.queries import vote_or_404
from tests.factories.votes import cast_for, end
from tests.votes.test_key_holders import Holders, open_with


@pytest.fixture(scope="module")
def holders(tmp_path_factory):
    return Holders(tmp_path_factory.mktemp("holders"))


def test_the_verifier_believes_only_what_enough_holders_signed(holders, town, tick):
    vote = open_with(holders, town)
    homes = db.session.scalars(select(Household).order_by(Household.id).limit(6)).all()
    for number, home in enumerate(homes):
        cast_for(vote, home, "甲乙"[number % 2])
    end(vote)
    closing.close_vote(vote.id)
    _, brought = holders.open(db.session.get(SealedBox, vote.id).box, (1, 2))
    closing.count_opened(vote.id, brought, by=town.secretary)
    tick("ledger")
    path = bundle_file(vote_or_404(vote.id))
    done = subprocess.run([sys.executable, "-I", str(PROGRAM), str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "2 位持钥匙人" in done.stdout


def test_the_verifier_finds_an_opening_that_was_altered(holders, town, tick):
    verifier, vote = load(), open_with(holders, town)
    homes = db.session.scalars(select(Household).order_by(Household.id).limit(6)).all()
    for home in homes:
        cast_for(vote, home, "甲")
    end(vote)
    closing.close_vote(vote.id)
    _, brought = holders.open(db.session.get(SealedBox, vote.id).box)
    closing.count_opened(vote.id, brought, by=town.secretary)
    tick("ledger")
    bundle = json.loads(bundle_file(vote_or_404(vote.id)).read_bytes())
    opening, key = bundle["opening"], private_key(current_app.config["KEYS"])
    assert verdict(verifier, signed_anew(bundle, key)) == (0, "")
    one = opening["signatures"][0]
    for wrong in (
        None, opening | {"signatures": [one]}, opening | {"signatures": [one, one]},
        opening | {"signatures": [one, one | {"holder": 3}]}, opening | {"unreadable": 1},
        opening | {"spoiled": ["x"]}, opening | {"list": "0" * 64}, opening | {"box": "0" * 64},
    ):  # fmt: skip
        code, why = verdict(verifier, signed_anew(bundle | {"opening": wrong}, key))
        assert code == 1 and ("开箱" in why or "持钥匙人" in why), (wrong, why)
