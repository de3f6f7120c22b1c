"""Ten thousand altered bundles before the verifier in this process, two hundred before the real program."""

import base64
import contextlib
import copy
import importlib.util
import io
import json
import random
import subprocess
import sys
import tempfile
from hashlib import sha256
from multiprocessing import Pool
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from benchmarks import seed
from civic.canonical import canonical
from civic.extensions import db
from civic.ledger import merkle, signing
from civic.ledger.tasks import sequence_and_sign
from civic.votes import queries
from civic.votes.bundle import bundle_file
from civic.votes.models import Vote
from civic.votes.states import VoteState
from civic.votes.terms import Conduct

PROGRAM = Path(__file__).resolve().parents[1] / "verifier" / "verifier.py"
INSIDE, OUTSIDE = 10_000, 200
GIVEN = {}


def check(home, short, engine) -> tuple[dict, bool]:
    """Every alteration of a real bundle must be found: by signature, recount or older checkpoint."""
    inside, outside = (200, 10) if short else (INSIDE, OUTSIDE)
    with seed.open_app(home).app_context() as context:
        sequence_and_sign()
        key = signing.private_key(context.app.config["KEYS"])
        counted = select(Vote.id).where(Vote.state == VoteState.CLOSED, Vote.conduct != Conduct.EXTERNAL)
        votes = [queries.vote_or_404(no) for no in db.session.scalars(counted.order_by(Vote.id)).all()]
        raws = [bundle_file(vote).read_bytes() for vote in votes]
        db.session.remove()
    program, figures = load(), {"bundles": len(raws), "in_process": inside, "as_program": outside}
    good = all(verdict(program, raw)[0] == 0 for raw in raws)
    with Pool(initializer=_prepare, initargs=(raws, key.private_bytes_raw())) as pool:
        missed = pool.map(_missed, [(number, False) for number in range(inside)], chunksize=50)
        missed += pool.map(_missed, [(number, True) for number in range(inside, inside + outside)], 5)
    missed = list(filter(None, missed))
    return figures | {"missed": len(missed), "which": missed[:5]}, good and not missed


def _prepare(raws, secret):
    """Each process for itself: the bundles, the site's key and the verifier."""
    GIVEN.update(raws=raws, key=Ed25519PrivateKey.from_private_bytes(secret), program=load())


def _missed(asked):
    """What was altered, if the verifier did not find it; the same for a number in whichever process."""
    number, as_program = asked
    rng = random.Random(f"20261126 {number}")
    name, raw, older = alteration(rng.choice(GIVEN["raws"]), GIVEN["key"], rng)
    found = run(raw, older) if as_program else verdict(GIVEN["program"], raw, older)[0]
    return None if found else f"{number} {name}"


def load():
    """The verifier as a module, read from its file: the house does not import it."""
    spec = importlib.util.spec_from_file_location("verifier", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def verdict(program, raw, checkpoint=None, key=None, receipt=None) -> tuple[int, str]:
    """What the program would answer, with the words of its refusal."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            program.verify(program.read_json(raw), key, checkpoint, receipt)
        except program.Unreadable as reason:
            return 2, str(reason)
        except program.FOUND as reason:
            return 1, str(reason)
    return 0, ""


def run(raw, checkpoint=None) -> int:
    """The exit code of the real program in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-I", str(PROGRAM), str(Path(folder, "bundle.json"))]
        Path(folder, "bundle.json").write_bytes(raw)
        if checkpoint:
            Path(folder, "checkpoint").write_bytes(checkpoint)
            command += ["--checkpoint", str(Path(folder, "checkpoint"))]
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


def alteration(raw, key, rng):
    """(name, bytes, older checkpoint or None): one of all kinds, never one that says the same."""
    while True:
        kind = rng.choice((bytes_altered, value_altered, value_altered, log_forked, log_cut, count_rewritten))
        name, found, older = kind(raw, key, rng)
        if found is not None and not same(raw, found):
            return name, found, older


def same(raw, other) -> bool:
    """Whether both say the same: byte-identical canonical JSON is no alteration."""
    try:
        return canonical(json.loads(other)) == canonical(json.loads(raw))
    except (ValueError, RecursionError):
        return False


def bytes_altered(raw, key, rng):
    """Bits flipped, bytes dropped, doubled, swapped, the end cut off."""
    at, length = rng.randrange(len(raw)), rng.randrange(1, 40)
    other = rng.randrange(len(raw))
    made = {
        "flip": lambda: raw[:at] + bytes([raw[at] ^ 1 << rng.randrange(8)]) + raw[at + 1 :],
        "drop": lambda: raw[:at] + raw[at + length :],
        "double": lambda: raw[: at + length] + raw[at:],
        "insert": lambda: raw[:at] + rng.randbytes(length) + raw[at:],
        "move": lambda: (cut := raw[:at] + raw[at + length :])[:other] + raw[at : at + length] + cut[other:],
        "truncate": lambda: raw[:at],
    }
    name = rng.choice(sorted(made))
    return f"bytes {name}", made[name](), None


def value_altered(raw, key, rng):
    """One value of the JSON changed, dropped, swapped, put in, renamed or cut short."""
    bundle = json.loads(raw)
    holder, at = _somewhere(bundle, rng)
    names = ["change", "drop", "insert", "rename" if isinstance(holder, dict) else "swap", "truncate"]
    name = rng.choice(names)
    if name == "change":
        holder[at] = _changed(holder[at], rng)
    elif name == "drop":
        del holder[at]
    elif name == "insert" and isinstance(holder, dict):
        holder[rng.choice(["also", "x", "choice"])] = rng.choice([0, None, "", [], {}])
    elif name == "insert":
        holder.insert(rng.randrange(len(holder) + 1), copy.deepcopy(rng.choice(holder)))
    elif name == "rename":
        holder[at + rng.choice(["_", " ", "s"])] = holder.pop(at)
    elif name == "swap":
        other = rng.randrange(len(holder))
        holder[at], holder[other] = holder[other], holder[at]
    elif isinstance(holder[at], (str, list)):
        holder[at] = holder[at][: len(holder[at]) // 2]
    return f"value {name}", json.dumps(bundle, ensure_ascii=False).encode(), None


def _somewhere(bundle, rng):
    """A container and a place in it, each level as likely to be the end as not."""
    holder = bundle
    while True:
        at = rng.choice(sorted(holder)) if isinstance(holder, dict) else rng.randrange(len(holder))
        inner = holder[at]
        if not isinstance(inner, (dict, list)) or not inner or rng.random() < 0.15:
            return holder, at
        holder = inner


def _changed(value, rng):
    if isinstance(value, bool) or value is None:
        return rng.choice([True, False, None, 0, ""])
    if isinstance(value, int):
        return value + rng.choice([-1, 1, 10, 2**53])
    if isinstance(value, str) and value:
        at = rng.randrange(len(value))
        return value[:at] + rng.choice("0f甲乙 ") + value[at + 1 :]
    return rng.choice([[], {}, "", 0, None])


# ---- By somebody who holds the site's key: only an older checkpoint tells -----------------------------


def log_forked(raw, key, rng):
    """An earlier act replaced by another, everything signed anew."""
    bundle = json.loads(raw)
    log, size = bundle["log"], _older_size(bundle, rng)
    if log is None:
        return "fork", None, None
    older = checkpoint_file(log, size, key)
    at = rng.choice([place for place in range(size - log["start"]) if place + log["start"] != log["index"]])
    log["leaves"][at] = rng.randbytes(32).hex()
    return "fork", signed_anew(bundle, key), older


def log_cut(raw, key, rng):
    """The end of the log taken away, below what a witness saw."""
    bundle = json.loads(raw)
    log = bundle["log"]
    if log is None or log["size"] == log["index"] + 1:
        return "truncate the log", None, None
    older = checkpoint_file(log, log["size"], key)
    log["size"] = rng.randrange(log["index"] + 1, log["size"])
    log["leaves"] = log["leaves"][: log["size"] - log["start"]]
    return "truncate the log", signed_anew(bundle, key), older


def count_rewritten(raw, key, rng):
    """A ballot replaced and all figures, roots and the log made to fit it."""
    bundle = json.loads(raw)
    log, ballots = bundle["log"], bundle["ballots"]
    if log is None or not ballots:
        return "rewrite", None, None
    older = checkpoint_file(log, rng.randrange(log["index"] + 1, log["size"] + 1), key)
    rng.choice(ballots)["key"] = "00" + rng.randbytes(15).hex()
    ballots.sort(key=lambda one: one["key"])
    marks = [merkle.leaf_hash(b"", one["content"] | {"key": one["key"]}) for one in ballots]
    bundle["result"]["ballots_root"] = log["entry"]["public"]["ballots_root"] = merkle.root(marks).hex()
    leaf = merkle.leaf_hash(bytes.fromhex(log["salt"]), log["entry"])
    log["leaves"][log["index"] - log["start"]] = leaf.hex()
    return "rewrite", signed_anew(bundle, key), older


def _older_size(bundle, rng):
    log = bundle["log"]
    return log and rng.randrange(log["start"] + 2, log["size"] + 1)


def signed_anew(bundle, key) -> bytes:
    """The bundle with a log root and signatures that fit what it says now."""
    log = bundle["log"]
    if log and not log["start"]:
        mark = merkle.root([bytes.fromhex(leaf) for leaf in log["leaves"]])
        note = signing.checkpoint_note(bundle["vote"]["community"], log["size"], mark)
        log["root"], log["signature"] = mark.hex(), key.sign(note.encode()).hex()
    unsigned = {name: value for name, value in bundle.items() if name != "signature"}
    signature = key.sign(sha256(canonical(unsigned)).digest()).hex()
    return canonical(unsigned | {"signature": signature})


def checkpoint_file(log, size, key) -> bytes:
    """The checkpoint of that size as somebody kept it: a C2SP signed note."""
    mark = merkle.root([bytes.fromhex(leaf) for leaf in log["leaves"][: size - log["start"]]])
    note = f"{log['origin']}\n{size}\n{base64.b64encode(mark).decode()}\n"
    signature = base64.b64encode(b"\0\0\0\0" + key.sign(note.encode())).decode()
    return f"{note}\n— {log['origin']} {signature}\n".encode()
