#!/usr/bin/env python3
"""钥匙程序:票箱的钥匙在这里出生、在这里合拢。不上网,不在议事网站的服务器上运行。

    python3 keyholder.py birth  --holders 3 --needed 2 --out 钥匙
    python3 keyholder.py open   --box box.json --out opened.json [--share 1-…]…

birth  生一把钥匙,分成几份:每份一张卡片,装进信封各人保管;只有 public-key.json 上传到网站。
open   投票截止后(排练时也一样):放进票箱文件和够数的几份,打开每个信封,打乱,写出结果和到场各人的签名。

不写 --share 就一份一份地问,打字时屏幕上不显示。开箱的那台电脑在那一刻拿着整把钥匙:
请用一台断网的电脑,大家看着做,做完把这个程序的文件夹删掉。

结束时:0 = 办好了;1 = 不能办,最后一行说为什么;2 = 文件读不懂。

Needs cryptography and pycryptodome (pip install cryptography pycryptodome); segno, if it is there, draws the
QR codes on the cards. SPDX-License-Identifier: AGPL-3.0-or-later
"""

import argparse
import base64
import getpass
import hashlib
import html
import json
import os
import secrets
import sys
from pathlib import Path

from Crypto.Protocol.SecretSharing import Shamir
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

try:
    import segno
except ImportError:  # cards without a picture: the signs can be typed
    segno = None

KEY_FORMAT, BOX_FORMAT, OPENED_FORMAT = "civic-box-key/1", "civic-box/1", "civic-opened/1"
SECRET_BYTES, MARK_BYTES, CHECK_BYTES = 16, 2, 3
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OILU", "011V")


class Refused(Exception):
    """It cannot be done; the words say why."""


class Unreadable(Exception):
    """Not a file of ours."""


# ---- The key and its shares ------------------------------------------------------------------------
def derived(secret, what, salt=b""):
    """32 bytes for one purpose (HKDF, RFC 5869)."""
    return HKDF(hashes.SHA256(), 32, salt, what.encode()).derive(secret)


def box_key_of(secret):
    """The X25519 key that opens envelopes, from the 16 bytes that are shared out."""
    return X25519PrivateKey.from_private_bytes(derived(secret, "civic box key/1"))


def signing_key_of(number, part):
    """A holder's own Ed25519 key, from their share alone: so each signs for themselves."""
    return Ed25519PrivateKey.from_private_bytes(derived(part, f"civic holder {number}/1"))


def mark_of(box_key):
    """Two bytes that tell the shares of one key from those of another."""
    return hashlib.sha256(bytes.fromhex(box_key)).digest()[:MARK_BYTES]


def written(number, part, box_key):
    """A share as people can type it: number, then groups of four signs, the last of them to check."""
    raw = mark_of(box_key) + part
    raw += hashlib.sha256(bytes([number]) + raw).digest()[:CHECK_BYTES]
    bits, digits = int.from_bytes(raw, "big"), -(-len(raw) * 8 // 5)
    signs = "".join(CROCKFORD[bits >> 5 * at & 31] for at in range(digits - 1, -1, -1))
    return f"{number}-" + "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def read_share(words, box_key):
    """(number, part) of a typed share. Raises Refused when it is mistyped or belongs to another key."""
    number, _, signs = words.strip().upper().partition("-")
    signs = "".join(sign for sign in signs.translate(MISREAD) if sign not in "- ")
    length = MARK_BYTES + SECRET_BYTES + CHECK_BYTES
    if not number.isdecimal() or len(signs) != -(-length * 8 // 5) or set(signs) - set(CROCKFORD):
        raise Refused("这一份的字数不对,请照着卡片再输一遍")
    bits = 0
    for sign in signs:
        bits = bits << 5 | CROCKFORD.index(sign)
    if bits >> 8 * length or not 0 < int(number) < 256:
        raise Refused("这一份输错了,请照着卡片再输一遍")
    raw = bits.to_bytes(length, "big")
    check = hashlib.sha256(bytes([int(number)]) + raw[:-CHECK_BYTES]).digest()[:CHECK_BYTES]
    if check != raw[-CHECK_BYTES:]:
        raise Refused("这一份输错了,请照着卡片再输一遍")
    if raw[:MARK_BYTES] != mark_of(box_key):
        raise Refused("这一份是另一把钥匙的,不是这个票箱的")
    return int(number), raw[MARK_BYTES:-CHECK_BYTES]


def birth(needed, total, out):
    """Make a key, share it out, write the cards and the public half."""
    if not 2 <= needed <= total <= 9:
        raise Refused("份数不对:至少要 2 份才能开,最多分 9 份")
    folder = Path(out)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(f"{folder} 里已经有东西;请换一个空文件夹,免得盖掉别的钥匙")
    secret = os.urandom(SECRET_BYTES)
    box_key = box_key_of(secret).public_key().public_bytes_raw().hex()
    parts = Shamir.split(needed, total, secret)
    holders = [
        {"no": number, "key": signing_key_of(number, part).public_key().public_bytes_raw().hex()}
        for number, part in parts
    ]
    for number, part in parts:
        words = written(number, part, box_key)
        keep(folder / f"card-{number}.txt", card_words(number, needed, total, words, box_key))
        keep(folder / f"card-{number}.html", card_page(number, needed, total, words, box_key))
    public = {"format": KEY_FORMAT, "needed": needed, "box_key": box_key, "holders": holders}
    keep(folder / "public-key.json", json.dumps(public, indent=1))
    print(f"钥匙生好了,分成 {total} 份,{needed} 份合起来才能开。")
    print(f"卡片在 {folder}:打印,装进信封封好,一人一份,打印完就删掉。")
    print("只把 public-key.json 上传到网站。")


def keep(path, words):
    """Write a file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(words)


def card_words(number, needed, total, words, box_key):
    return (
        f"票箱钥匙 第 {number} 份(共 {total} 份,{needed} 份合起来才能开)\n\n    {words}\n\n"
        f"钥匙的指纹 {mark_of(box_key).hex()}。请装进信封封好,自己保管;开箱那天带来。\n"
        "别拍照,别发给任何人,也不要输进网站:网站永远不会向您要它。\n"
    )


def card_page(number, needed, total, words, box_key):
    """The same card for the printer, with a QR code where segno is there."""
    picture = segno.make(words, error="q", micro=False).svg_inline(scale=5) if segno else ""
    text = html.escape(card_words(number, needed, total, words, box_key))
    return f'<!doctype html><meta charset="utf-8"><title>第 {number} 份</title><pre>{text}</pre>{picture}\n'


# ---- Opening ---------------------------------------------------------------------------------------
def canonical(value):
    """The bytes that are hashed: sorted names, no blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def unseal(key, kind, vote, payload):
    """The ballot in an envelope: an ephemeral X25519 key, then AES-256-GCM under HKDF of the agreement."""
    sender, sealed = payload[:32], payload[32:]
    shared = key.exchange(X25519PublicKey.from_public_bytes(sender))
    salt = sender + key.public_key().public_bytes_raw()
    bound = f"civic envelope/1 {kind} {vote}"
    return AESGCM(derived(shared, bound, salt)).decrypt(bytes(12), sealed, bound.encode())


def list_digest(ballots):
    """SHA-256 over the ballots in sorted order: the same however the list was shuffled."""
    return hashlib.sha256("\n".join(sorted(ballots)).encode()).hexdigest()


def statement(opened):
    """What each holder signs."""
    names = ("format", "kind", "vote", "box", "unreadable", "list")
    return "\n".join(str(opened[name]) for name in names).encode()


def read_box(path):
    """The box file, checked for its shape. Raises Unreadable."""
    try:
        box = json.loads(Path(path).read_text(encoding="utf-8"))
        names = {"format", "kind", "vote", "question", "key", "envelopes"}
        if box["format"] != BOX_FORMAT or set(box) != names or box["kind"] not in ("rehearsal", "vote"):
            raise ValueError(path)
        key = box["key"]
        if key["format"] != KEY_FORMAT or not key["holders"] or len(bytes.fromhex(key["box_key"])) != 32:
            raise ValueError(path)
        return box, [base64.b64decode(one, validate=True) for one in box["envelopes"]]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise Unreadable(f"{path} 不是票箱文件") from fault


def present_shares(typed, key):
    """The shares of different holders, each checked against its holder's public key."""
    known, present = {one["no"]: one["key"] for one in key["holders"]}, {}
    for words in typed:
        number, part = read_share(words, key["box_key"])
        own = signing_key_of(number, part)
        if known.get(number) != own.public_key().public_bytes_raw().hex():
            raise Refused(f"第 {number} 份和登记的不一样")
        present[number] = (part, own)
    return present


def ask_for_shares(needed):
    for count in range(1, needed + 1):
        yield getpass.getpass(f"请输入第 {count} 个人的那一份(屏幕上不显示):")


def open_box(box_path, out, typed):
    """Open every envelope, shuffle, and let each holder present sign what came out."""
    box, envelopes = read_box(box_path)
    key = box["key"]
    present = present_shares(typed or ask_for_shares(key["needed"]), key)
    if len(present) < key["needed"]:
        raise Refused(f"只到了 {len(present)} 份,要 {key['needed']} 份才能开")
    some = [(number, part) for number, (part, _) in present.items()][: key["needed"]]
    whole = box_key_of(Shamir.combine(some))
    if whole.public_key().public_bytes_raw().hex() != key["box_key"]:
        raise Refused("这几份合不成这个票箱的钥匙")
    ballots, unreadable = [], 0
    for payload in envelopes:
        try:
            ballots.append(unseal(whole, box["kind"], box["vote"], payload).decode().rstrip(" "))
        except (InvalidTag, ValueError):
            unreadable += 1
    secrets.SystemRandom().shuffle(ballots)
    opened = {
        "format": OPENED_FORMAT,
        "kind": box["kind"],
        "vote": box["vote"],
        "box": hashlib.sha256(canonical(box)).hexdigest(),
        "unreadable": unreadable,
        "list": list_digest(ballots),
        "ballots": ballots,
    }
    opened["signatures"] = [
        {"holder": number, "signature": own.sign(statement(opened)).hex()}
        for number, (_, own) in sorted(present.items())
    ]
    Path(out).write_text(json.dumps(opened, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{'排练' if box['kind'] == 'rehearsal' else '正式'}票箱:第 {box['vote']} 号表决,{box['question']}")
    print(f"信封 {len(envelopes)} 个,打开 {len(ballots)} 个,打不开 {unreadable} 个;到场 {len(present)} 份。")
    print(f"名单的指纹 {opened['list'][:16]},请当众念一遍。结果在 {out},现在可以上传。")


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    acts = parser.add_subparsers(dest="act", required=True)
    made = acts.add_parser("birth", help="生一把钥匙")
    made.add_argument("--holders", type=int, default=3)
    made.add_argument("--needed", type=int, default=2)
    made.add_argument("--out", required=True)
    opening = acts.add_parser("open", aliases=["rehearse"], help="开箱(排练也用它)")
    opening.add_argument("--box", required=True)
    opening.add_argument("--out", required=True)
    opening.add_argument("--share", action="append", default=[])
    given = parser.parse_args(arguments)
    try:
        if given.act == "birth":
            birth(given.needed, given.holders, given.out)
        else:
            open_box(given.box, given.out, given.share)
    except Refused as reason:
        return print(f"✗ 不能办:{reason}") or 1
    except (Unreadable, OSError) as reason:
        return print(f"✗ 读不懂:{reason}") or 2
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
