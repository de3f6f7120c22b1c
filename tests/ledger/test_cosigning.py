"""Bodies co-sign the record with the real program, each run in a process of its own (C2SP)."""

import base64
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger import cosigning, queries
from civic.ledger.models import LedgerCosignature, LedgerEntry, LedgerWitness
from civic.ledger.signing import checkpoint_file, public_bytes, read_note, sign_checkpoint
from civic.ledger.witness_views import PROGRAM
from tests.ledger.test_proof_views import grow


def run(*arguments):
    done = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), *map(str, arguments)], capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


class Body:
    """A body with a computer of its own."""

    def __init__(self, folder: Path, name, site):
        self.folder, self.name = folder / name, name
        code, said = run("birth", "--name", name, "--site", site, "--out", self.folder)
        assert code == 0, said
        self.public = (self.folder / "witness-public.json").read_text("utf-8")

    def sign(self, client, checkpoint=None, proof=None, tree=1):
        """(exit code, what it printed) for the newest checkpoint of the site, or for another one."""
        words = checkpoint or client.get(f"/ledger/checkpoints/{tree}").text
        (self.folder / "checkpoint.txt").write_text(words, "utf-8")
        more = []
        seen = json.loads((self.folder / "state.json").read_text("utf-8"))["seen"].get("civic/community/1")
        if seen:
            said = proof or client.get(f"/ledger/checkpoints/1/consistency.json?from={seen['size']}").text
            (self.folder / "proof.json").write_text(said, "utf-8")
            more = ["--consistency", self.folder / "proof.json"]
        return run("sign", "--folder", self.folder, "--checkpoint", self.folder / "checkpoint.txt", *more)


@pytest.fixture
def site(app):
    return public_bytes(app.config["KEYS"]).hex()


@pytest.fixture
def body(town, tmp_path, site):
    return Body(tmp_path, "星榆物业", site)


def named(body, town, by=None):
    with writing():
        return cosigning.name_witness(1, by or town.property, body.public, by=town.delegate)


def bring(words):
    with writing():
        return cosigning.cosign(1, words)


def test_a_body_signs_again_and_again_as_the_record_grows(client, tick, town, body):
    named(body, town)
    for count in (5, 3, 1, 12):
        grow(tick, (count,))
        code, printed = body.sign(client)
        assert code == 0, printed
        assert bring(printed) == ["星榆物业"] and bring(printed) == []
    words = client.get("/ledger/checkpoints/1").text
    note, line = words.rsplit("\n\n", 1)
    name, mark = line.split("\n")[1].removeprefix("— ").rsplit(" ", 1)
    raw, key = base64.b64decode(mark), bytes.fromhex(db.session.scalar(select(LedgerWitness.key)))
    assert name == "星榆物业" and raw[:4] == sha256("星榆物业\n\x04".encode() + key).digest()[:4]
    told = f"cosignature/v1\ntime {int.from_bytes(raw[4:12], 'big')}\n{note}\n".encode()
    Ed25519PublicKey.from_public_bytes(key).verify(raw[12:], told)
    assert read_note(words).size > 20


def forged(client, site_key_folder, size, root):
    return checkpoint_file(site_key_folder, 1, size, root, sign_checkpoint(site_key_folder, 1, size, root))


def test_a_record_made_shorter_or_changed_is_not_signed(client, tick, town, body, app):
    named(body, town)
    grow(tick, (8,))
    assert body.sign(client)[0] == 0
    keys, size = app.config["KEYS"], queries.tree_size(1)
    code, printed = body.sign(client, forged(client, keys, size - 2, b"\1" * 32))
    assert code == 1 and "变短" in printed
    code, printed = body.sign(client, forged(client, keys, size, b"\2" * 32))
    assert code == 1 and "换过" in printed
    grow(tick, (4,))
    fork = {"first": size, "size": size + 4, "root": (b"\3" * 32).hex(), "path": ["00" * 32]}
    code, printed = body.sign(client, forged(client, keys, size + 4, b"\3" * 32), json.dumps(fork))
    assert code == 1 and "换过" in printed


def test_another_site_s_signature_is_not_believed(client, tick, town, tmp_path):
    stranger = Body(tmp_path, "别家", "ab" * 32)
    grow(tick, (3,))
    code, printed = stranger.sign(client)
    assert code == 1 and "签名不对" in printed


def test_what_nobody_named_signs_does_not_count(client, tick, town, body):
    grow(tick, (3,))
    _code, printed = body.sign(client)
    with pytest.raises(Refused):
        bring(printed)
    named(body, town)
    assert bring(printed) == ["星榆物业"]


@pytest.mark.parametrize("place", [0, 20, -3])
def test_a_changed_signature_is_refused(client, tick, town, body, place):
    named(body, town)
    grow(tick, (3,))
    printed = body.sign(client)[1].strip()
    head, _space, mark = printed.rpartition(" ")
    raw = bytearray(base64.b64decode(mark))
    raw[place] ^= 1
    with pytest.raises(Refused):
        bring(f"{head} {base64.b64encode(bytes(raw)).decode()}")
    assert db.session.scalar(select(LedgerCosignature)) is None


def test_two_records_of_one_length_are_cried_out(client, tick, town, body, app):
    named(body, town)
    grow(tick, (3,))
    size = queries.tree_size(1)
    code, printed = body.sign(client, forged(client, app.config["KEYS"], size, b"\5" * 32))
    assert code == 0
    with pytest.raises(Refused, match="两份登记簿"):
        bring(printed)


@pytest.mark.parametrize("words", ["", "x", "civic/community/1\n9\n\n", "a\n1\nb\n\n— x eA==", "\0" * 50])
def test_no_checkpoint_at_all(town, words):
    with pytest.raises(Refused):
        bring(words)


def test_a_body_has_one_key_and_a_key_one_body(town, body, tmp_path, site):
    first = named(body, town)
    with pytest.raises(Conflict):
        named(body, town, town.school)
    (tmp_path / "new").mkdir()
    newer = Body(tmp_path / "new", "星榆物业", site)
    second = named(newer, town)
    assert db.session.get(LedgerWitness, first.id).ended_on is not None and second.ended_on is None
    assert [one.id for one in cosigning.witnesses(1)] == [second.id]
    verbs = db.session.scalars(select(LedgerEntry.verb).where(LedgerEntry.verb.like("ledger.witness%")))
    assert list(verbs) == ["ledger.witness_named", "ledger.witness_ended", "ledger.witness_named"]


@pytest.mark.parametrize("brought", ["", "{}", "[1]", '{"format":"civic-witness/1","name":"x","key":"00"}'])
def test_a_wrong_key_file_is_refused(town, brought):
    with pytest.raises(Refused), writing():
        cosigning.name_witness(1, town.property, brought, by=town.delegate)


def test_cosignatures_are_never_changed(client, tick, town, body):
    named(body, town)
    grow(tick, (3,))
    bring(body.sign(client)[1])
    for statement in ("UPDATE ledger_cosignature SET signed_at = 1", "DELETE FROM ledger_cosignature"):
        with pytest.raises(DBAPIError), writing() as session:
            session.execute(text(statement))


def test_on_the_pages_from_the_key_to_the_record(client, tick, town, body, page):
    grow(tick, (4,))
    delegate = page.as_(town.delegate)
    delegate.get("councils.show", council_id=town.council.id)
    delegate.follow("星榆物业签字用的钥匙")
    assert delegate.submit("从今天起用这把钥匙签字", key="{}", status=422)
    delegate.submit("从今天起用这把钥匙签字", key=body.public)
    tick("ledger")
    here = town.community.id
    printed = body.sign(client, tree=here)[1]
    anybody = page.as_()
    assert "1家单位里有0家签了" in anybody.get("ledger_witnesses.show", community_id=here)
    doc = anybody.submit("把签字放上去", note="x" + printed, status=422)
    assert "校验点" in doc
    assert "1家单位里有1家签了" in anybody.submit("把签字放上去", note=printed)
    assert "一起签字的:星榆物业" in anybody.get("ledger.index")
    seat = next(one for one in town.seats if one.body_id == town.property.id)
    page.as_(town.resident).get("councils.witness", council_id=town.council.id, seat_id=seat.id, status=403)
