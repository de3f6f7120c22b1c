"""Bundles made without a site: any vote, any ballots, signed with a key of the tests."""

from hashlib import sha256

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from benchmarks.tampering import signed_anew
from civic.ledger import merkle

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
HALF = {"num": 1, "den": 2, "strict": True}
TERMS = {
    "number": 7, "community": 4, "question": "桶站放哪儿", "about": "", "fact_names": [],
    "regime": "advisory", "unit": "household",
    "conduct": "here", "convened_by": "", "matter": None, "method": "single",
    "ballot_kind": "sealed", "cannot_accept": True, "quorum": {"num": 1, "den": 2, "strict": False},
    "threshold": HALF, "tie_rule": "not_carried", "draw_source": "", "draw_value": None,
    "silence_follows": False, "points_most": None, "budget_fen": None, "budget_rule": None,
    "proxies": False, "holders_needed": 0, "holders_total": 0,
    "holders": [], "box_key": None, "opening_at": None,
    "opening_place": "", "opens_at": "2026-11-01T00:00:00+00:00", "closes_at": "2026-11-09T00:00:00+00:00",
}  # fmt: skip


def print_of(number) -> str:
    """A fingerprint or hash that nothing stands behind."""
    return sha256(f"print {number}".encode()).hexdigest()


def make_bundle(contents, counts, outcome, *, letters="", costs=(), roll=10, lines=None, **terms) -> dict:
    """A bundle of these ballots; `counts` and `outcome` are what its result claims."""
    ballots = [{"key": print_of(f"ballot {n}")[:32], "content": one} for n, one in enumerate(contents)]
    ballots.sort(key=lambda one: one["key"])
    receipts = sorted([print_of(f"envelope {n}"), "counted"] for n in range(len(contents)))
    marks = [merkle.leaf_hash(b"", one["content"] | {"key": one["key"]}) for one in ballots]
    area = sum(line["area"] for line in lines or ())
    bundle = {
        "format": "civic-vote-bundle/1",
        "key": PUBLIC,
        "vote": TERMS | terms,
        "options": [
            {"letter": letter, "title": letter, "body": "", "facts": [], "marks": [], "cost_fen": cost}
            for letter, cost in zip(letters, costs or [None] * len(letters), strict=True)
        ],
        "roll": {"size": roll, "area": area, "root": print_of("roll"), "drawn_on": None, "lines": lines},
        "receipts": receipts,
        "ballots": ballots,
        "result": {
            "outcome": outcome, "roll_size": roll, "returned": len(contents), "roll_area": area,
            "returned_area": sum(one.get("area", 0) for one in contents), "unverified": 0, "spoiled": 0,
            "counts": counts, "by_channel": {"phone": len(contents)}, "counted_on": "2026-11-09",
            "envelopes_root": merkle.root([bytes.fromhex(one[0]) for one in receipts]).hex(),
            "ballots_root": merkle.root(marks).hex(),
        },
        "log": None,
        "opening": None,
    }  # fmt: skip
    return bundle


def with_log(bundle, before=5, after=6) -> dict:
    """The same with its count in a log of other acts."""
    logged = ("outcome", "roll_size", "returned", "unverified", "spoiled", "counts", "envelopes_root")
    stated = {name: bundle[name] for name in ("vote", "options", "roll")}
    stated["vote"] = stated["vote"] | {"draw_value": None}
    terms = sha256(rfc8785.dumps(stated)).hexdigest()
    entry = {
        "verb": "vote.counted", "subject": f"vote:{bundle['vote']['number']}", "thread": 9,
        "community": bundle["vote"]["community"], "day": "2026-11-09", "actor": None,
        "at": "2026-11-09T00:00:01.000000+00:00", "sealed": {},
        "public": {name: bundle["result"][name] for name in (*logged, "ballots_root")} | {"terms": terms},
    }  # fmt: skip
    leaf = merkle.leaf_hash(bytes(16), entry).hex()
    leaves = [print_of(n) for n in range(before)] + [leaf] + [print_of(-1 - n) for n in range(after)]
    log = {
        "origin": f"civic/community/{bundle['vote']['community']}", "size": len(leaves), "root": "",
        "signature": "", "start": 0, "peaks": [], "leaves": leaves, "index": before, "salt": "0" * 32,
        "entry": entry,
    }  # fmt: skip
    return bundle | {"log": log}


def single(**terms):
    """Three of five homes for 丙: reached."""
    contents = [{"choice": letter, "cannot": cannot} for letter, cannot in
                (("丙", ["甲"]), ("丙", []), ("丙", ["甲", "乙"]), ("甲", []), ("乙", ["丙"]))]  # fmt: skip
    counts = {"chosen": {"甲": 1, "乙": 1, "丙": 3}, "cannot": {"甲": 2, "乙": 1, "丙": 1}}
    return with_log(make_bundle(contents, counts, "reached", letters="甲乙丙", **terms))


def file_of(bundle) -> bytes:
    """Signed, as it is downloaded."""
    return signed_anew(bundle, KEY)


def receipt_file(fingerprint, vote=7) -> bytes:
    """A receipt the site signed."""
    words = {"format": "civic-vote-receipt/1", "vote": vote, "fingerprint": fingerprint, "key": PUBLIC}
    signature = KEY.sign(sha256(rfc8785.dumps(words)).digest()).hex()
    return rfc8785.dumps(words | {"signature": signature})
