#!/usr/bin/env python3
"""见证程序:一家单位替街坊看着公开的登记簿,只在它没有被改短、没有被换过的时候签字。

    python3 witness.py birth --name 星榆物业 --site 64位十六进制 --out 见证
    python3 witness.py sign  --folder 见证 --checkpoint checkpoint.txt [--consistency consistency.json]

birth  生一把见证钥匙;--site 是公示栏上贴的网站钥匙。只有 witness-public.json 上传到网站。
sign   读网站最新的校验点:网站的签名要对,登记簿要由上次签过的长出来(--consistency 是网站给的证明),
       然后签字,打印出要贴到网站“见证”页的文字,并记下这一次。短了、换了、对不上,就不签,并说为什么。

结束时:0 = 签了;1 = 不能签,最后一行说为什么(请把它告诉大家);2 = 文件读不懂。

Cosignatures are those of C2SP tlog-cosignature (v1, Ed25519). Needs cryptography (pip install cryptography).
SPDX-License-Identifier: AGPL-3.0-or-later
"""

import argparse
import base64
import json
import os
import sys
import time
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

FORMAT = "civic-witness/1"
SITE, COSIGNER = b"\x01", b"\x04"  # kinds of keys in a signed note


class Refused(Exception):
    """No signature; the words say why."""


class Unreadable(Exception):
    """Not a file of ours."""


# ---- The tree: RFC 9162, 2.1.4.2 -------------------------------------------------------------------
def node(left, right):
    return sha256(b"\x01" + left + right).digest()


def grew(first, second, path, old, new):
    """Whether the tree of `second` leaves with root `new` begins with the `first` leaves of root `old`."""
    if first == second:
        return old == new and not path
    if not 0 < first < second or not path:
        return False
    if first & (first - 1) == 0:
        path = [old, *path]
    a, b = first - 1, second - 1
    while a & 1:
        a, b = a >> 1, b >> 1
    was = now = path[0]
    for mark in path[1:]:
        if b == 0:
            return False
        if a & 1 or a == b:
            was, now = node(mark, was), node(mark, now)
            while a and not a & 1:
                a, b = a >> 1, b >> 1
        else:
            now = node(now, mark)
        a, b = a >> 1, b >> 1
    return b == 0 and (was, now) == (old, new)


# ---- Signed notes ----------------------------------------------------------------------------------
def mark_of(name, kind, key):
    """The four bytes that name a key in a signature line."""
    return sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def read_note(words):
    """(signed text, origin, size, root, [(name, bytes)]) of a checkpoint."""
    try:
        body, _blank, lines = words.replace("\r\n", "\n").partition("\n\n")
        origin, size, root = body.split("\n")[:3]
        signed = [line[2:].rsplit(" ", 1) for line in lines.split("\n") if line.startswith("— ")]
        marks = [(name, base64.b64decode(mark, validate=True)) for name, mark in signed]
        return body + "\n", origin, int(size), base64.b64decode(root, validate=True), marks
    except ValueError as fault:
        raise Unreadable("这不是校验点") from fault


def site_signed(text, origin, marks, site):
    """Raises Refused unless the site's own key signed the text."""
    wanted, key = mark_of(origin, SITE, site), Ed25519PublicKey.from_public_bytes(site)
    for name, mark in marks:
        if name == origin and mark[:4] == wanted:
            try:
                return key.verify(mark[4:], text.encode())
            except InvalidSignature:
                break
    raise Refused("网站的签名不对:不是公示栏上那把钥匙签的")


def cosigned(key, name, text, now):
    """The signature line of a witness."""
    said = f"cosignature/v1\ntime {now}\n{text}".encode()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    mark = mark_of(name, COSIGNER, public) + now.to_bytes(8, "big") + key.sign(said)
    return f"— {name} {base64.b64encode(mark).decode()}"


# ---- The two acts ----------------------------------------------------------------------------------
def birth(given):
    folder = Path(given.out)
    folder.mkdir(mode=0o700, parents=True)
    key = Ed25519PrivateKey.generate()
    site = bytes.fromhex(given.site)
    if len(site) != 32 or not given.name.strip() or "\n" in given.name or "+" in given.name:
        raise Unreadable("--site 要 64 个十六进制数字,--name 不能有加号和换行")
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    kept = {"format": FORMAT, "name": given.name.strip(), "key": public}
    secret = folder / "witness.key"
    secret.touch(mode=0o600)
    secret.write_bytes(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    words = json.dumps(kept, ensure_ascii=False)
    (folder / "witness-public.json").write_text(words, "utf-8")
    (folder / "state.json").write_text(json.dumps(kept | {"site": site.hex(), "seen": {}}), "utf-8")
    print(f"钥匙在 {folder};上传 witness-public.json,别的都不要给人。")


def sign(given):
    folder = Path(given.folder)
    state = json.loads((folder / "state.json").read_text("utf-8"))
    text, origin, size, root, marks = read_note(Path(given.checkpoint).read_text("utf-8"))
    site_signed(text, origin, marks, bytes.fromhex(state["site"]))
    seen = state["seen"].get(origin)
    if seen and size < seen["size"]:
        raise Refused(f"登记簿变短了:上次 {seen['size']} 条,这次 {size} 条")
    path, old = (proof(given, seen, size, root), bytes.fromhex(seen["root"])) if seen else ([], root)
    if seen and not grew(seen["size"], size, path, old, root):
        raise Refused("登记簿不是由上次签过的那一份长出来的:有人换过前面的内容")
    key = Ed25519PrivateKey.from_private_bytes((folder / "witness.key").read_bytes())
    line = cosigned(key, state["name"], text, int(time.time()))
    state["seen"][origin] = {"size": size, "root": root.hex()}
    aside = folder / f"state.{os.getpid()}"
    aside.write_text(json.dumps(state), "utf-8")
    aside.replace(folder / "state.json")
    print(f"{text}\n{line}")


def proof(given, seen, size, root):
    """The hashes of the site's consistency proof between the two sizes."""
    if size == seen["size"]:
        return []
    if not given.consistency:
        raise Refused(f"还要证明:网站的 consistency.json?from={seen['size']},用 --consistency 给我")
    said = json.loads(Path(given.consistency).read_text("utf-8"))
    if (said["first"], said["size"], said["root"]) != (seen["size"], size, root.hex()):
        raise Refused("证明不是这两次之间的,请重新下载")
    return [bytes.fromhex(mark) for mark in said["path"]]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    acts = parser.add_subparsers(dest="act", required=True)
    born = acts.add_parser("birth")
    for name in ("--name", "--site", "--out"):
        born.add_argument(name, required=True)
    signing = acts.add_parser("sign")
    signing.add_argument("--folder", required=True)
    signing.add_argument("--checkpoint", required=True)
    signing.add_argument("--consistency")
    given = parser.parse_args(arguments)
    try:
        (birth if given.act == "birth" else sign)(given)
    except Refused as reason:
        return print(f"✗ 不签:{reason}") or 1
    except (Unreadable, OSError, ValueError, KeyError) as reason:
        return print(f"✗ 读不懂:{reason}") or 2
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
