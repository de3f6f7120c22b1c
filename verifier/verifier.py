#!/usr/bin/env python3
"""验票程序:不上网、不用装别的东西,把一次表决从头到尾重算一遍。

    python3 -I verifier.py bundle.json [--key 钥匙] [--checkpoint 旧校验点] [--receipt 回执]

bundle.json 从表决结果页下载。算完:0 = 对得上;1 = 对不上,最后一行说为什么;2 = 文件读不懂。

One file, standard library, Python 3.8 or newer, written apart from the site it checks, by the rules of
docs/verifying.md there. SPDX-License-Identifier: AGPL-3.0-or-later
"""

# One blank line between functions, tables on few lines: all of it has to fit 600 lines.
# fmt: off
import argparse
import base64
import hashlib
import json
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

FORMAT, RECEIPT_FORMAT = "civic-vote-bundle/1", "civic-vote-receipt/1"
SAFE = 2**53 - 1
FLOOR = 5  # fewer secret ballots than this are not shown one by one

class Refuted(Exception):
    """The papers contradict each other; the words say how."""

FOUND = (Refuted, TypeError, KeyError, ValueError)  # whatever goes wrong: not what the site writes

class Unreadable(Exception):
    """Not a file this program understands."""

def say(words): print("  ✓ " + words)
def demand(holds, words):
    if not holds: raise Refuted(words)

# ---- JSON, and its one canonical form (RFC 8785; this file format has whole numbers only) ----------
def read_json(raw):  # refuses doubled names, fractions and numbers beyond 2^53
    try:
        value = _decoder.decode(raw.decode("utf-8"))
        json.dumps(value, ensure_ascii=False).encode()  # a half surrogate has no bytes
    except (ValueError, RecursionError) as fault:
        words = str(fault)[:80].replace("\n", " ")
        raise Unreadable(f"不是能读的 JSON 文件({words})") from None
    return value

def _named_once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs): raise ValueError("a name stands twice")
    return found
def _whole(digits):
    if len(digits) > 17 or abs(int(digits)) > SAFE: raise ValueError("a number beyond 2^53")
    return int(digits)  # a fraction does not get here
_decoder = json.JSONDecoder(
    object_pairs_hook=_named_once, parse_int=_whole, parse_float=_whole, parse_constant=_whole
)

def canonical(value):  # the bytes that are hashed and signed
    return json.dumps(_utf16_order(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
def _utf16_order(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _utf16_order(value[name]) for name in names}
    if isinstance(value, list):
        return [_utf16_order(one) if isinstance(one, (dict, list)) else one for one in value]
    return value

# ---- Ed25519 (RFC 8032, section 5.1.7), verification only ------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)

def _add(one, other):  # points as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
def _times(number, point):
    total = NEUTRAL
    while number:
        if number & 1: total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total

def _point(raw):  # the point its 32 bytes name, or None
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P: return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P: x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign): return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(key, message, signature):
    """Whether the 64 bytes are the signature of `message` by the public key of 32 bytes."""
    if len(key) != 32 or len(signature) != 64: return False
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L: return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    (x1, y1, z1, _), (x2, y2, z2, _) = _times(s, BASE), _add(r, _times(h, a))
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0

def fingerprint(key):  # what hangs on the notice board: 128 bits of SHA-256 of the key, in groups of four
    digits = hashlib.sha256(key).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))

# ---- Merkle tree (RFC 9162, section 2.1) -----------------------------------------------------------
def leaf(content, salt=b""): return hashlib.sha256(b"\0" + salt + canonical(content)).digest()

def _grow(stack, size, mark):  # a whole subtree on the right edge; equal neighbours become one
    while stack and stack[-1][0] == size:
        mark, size = hashlib.sha256(b"\1" + stack.pop()[1] + mark).digest(), size * 2
    stack.append((size, mark))
def _fold(stack):
    if not stack: return hashlib.sha256(b"").digest()
    mark = stack[-1][1]
    for _, left in reversed(stack[:-1]):
        mark = hashlib.sha256(b"\1" + left + mark).digest()
    return mark
def root(marks):
    stack = []
    for mark in marks: _grow(stack, 1, mark)
    return _fold(stack)

# ---- Fields: nothing may be missing, nothing may be unknown ----------------------------------------
KINDS = {
    "text": lambda value: isinstance(value, str),
    "whole": lambda value: type(value) is int and value >= 0,
    "flag": lambda value: type(value) is bool,
    "dict": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "texts": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "hexes": lambda value: isinstance(value, list) and all(is_hex(one, 64) for one in value),
}
HEX = frozenset("0123456789abcdef")
def is_hex(value, digits): return isinstance(value, str) and len(value) == digits and HEX.issuperset(value)

def fits(kind, value):
    """Kinds: a name of KINDS, hex64 and the like, words of a|b|c, or any of them with ? for null."""
    if kind[-1] == "?": return value is None or fits(kind[:-1], value)
    if kind[:3] == "hex" and kind[3:].isdigit(): return is_hex(value, int(kind[3:]))
    return KINDS[kind](value) if kind in KINDS else isinstance(value, str) and value in kind.split("|")

def fields(value, kinds, where):
    """Check that an object has exactly the fields of `kinds` ("name:kind …"); returns it."""
    kinds = dict(one.split(":") for one in kinds.split())
    demand(isinstance(value, dict), f"{where}不是一组字段")
    for name in kinds: demand(name in value, f"{where}少了一项:{name}")
    for name in value:
        demand(name in kinds, f"{where}多了一项不认识的:{name[:40]}")
        demand(fits(kinds[name], value[name]), f"{where}里这一项不像样:{name}")
    return value

TOP = """format:text key:hex64 signature:hex128 vote:dict options:list roll:dict receipts:list ballots:list?
    result:dict log:dict? opening:dict?"""
VOTE = """number:whole community:whole question:text about:text fact_names:texts unit:text
    regime:owners_ordinary|owners_special|residents_meeting|owners_committee|management_committee|consultation|council|advisory
    conduct:here|paper|external convened_by:text matter:text?
    method:yes_no|single|approval|ranked|score|consent|projects|points
    ballot_kind:sealed|named|code cannot_accept:flag quorum:dict threshold:dict? tie_rule:not_carried|lot
    draw_source:text draw_value:text? silence_follows:flag points_most:whole? budget_fen:whole?
    budget_rule:greedy|equal_shares? proxies:flag holders_needed:whole holders_total:whole holders:hexes
    box_key:text? opening_at:text? opening_place:text opens_at:text closes_at:text"""
LINE = "num:whole den:whole strict:flag"
OPTION = "letter:text title:text body:text facts:list marks:list cost_fen:whole?"
ROLL = "size:whole area:whole root:hex64 drawn_on:text? lines:list?"
ROLL_LINE = "kind:text id:whole? unit:text area:whole"
RESULT = """outcome:text roll_size:whole returned:whole roll_area:whole returned_area:whole unverified:whole
    spoiled:whole counts:dict by_channel:dict envelopes_root:hex64 ballots_root:hex64 counted_on:text"""
LOG = """origin:text size:whole root:hex64 signature:hex128 start:whole peaks:hexes leaves:hexes index:whole
    salt:hex32 entry:dict"""
ENTRY = """verb:text subject:text thread:whole? community:whole day:text actor:whole? at:text public:dict
    sealed:dict"""
OPENING = "box:hex64 unreadable:whole list:hex64 spoiled:texts signatures:list"
RECEIPT = "format:text vote:whole fingerprint:hex64 key:hex64 signature:hex128"
BALLOTS = {
    "yes_no": "choice:yes|no|abstain", "single": "choice:text", "approval": "approved:texts",
    "ranked": "ranking:texts", "score": "scores:dict", "projects": "approved:texts", "points": "points:dict",
    "consent": "voice:consent|stand_aside|object reason:text",
}
MARKED = ("single", "approval", "ranked", "score")  # “cannot accept” may stand beside these
SUMS = {"single": "chosen", "approval": "approved", "score": "sums"}
MEASURED_BY_AREA = ("owners_ordinary", "owners_special")
ADVICE = ("advisory", "consultation")
OF_WHOLE_ROLL = ("owners_committee", "management_committee")  # signatures of all members count

def check_fields(bundle):
    """Every field of every object but the ballots'; returns the letters on the ballot, in order."""
    fields(bundle, TOP, "文件")
    demand(bundle["format"] == FORMAT, f"文件的版本不是 {FORMAT}")
    vote, roll = fields(bundle["vote"], VOTE, "表决"), fields(bundle["roll"], ROLL, "名册")
    for line in (vote["quorum"], vote["threshold"]):
        if line is not None:
            fields(line, LINE, "线")
            demand(0 < line["num"] <= line["den"], "线不是一个不超过一的分数")
    for option in bundle["options"]: fields(option, OPTION, "选项")
    letters = [option["letter"] for option in bundle["options"]]
    demand(len(set(letters)) == len(letters), "两个选项用了同一个字")
    demand(bool(letters) != (vote["method"] in ("yes_no", "consent")), "选项和投法对不上")
    demand((roll["lines"] is None) == (vote["ballot_kind"] != "named"), "名册该不该逐行公开,和投法对不上")
    for line in roll["lines"] or (): fields(line, ROLL_LINE, "名册的一行")
    fields(bundle["result"], RESULT, "结果")
    return letters

# ---- Counting: ballots in, figures out -------------------------------------------------------------
def check_ballot(vote, letters, content):
    """Whether a ballot says what this method allows, in its one written form, and nothing else."""
    method, named, most = vote["method"], vote["ballot_kind"] == "named", vote["points_most"]
    marks, weighed = vote["cannot_accept"] and method in MARKED, named and vote["regime"] in MEASURED_BY_AREA
    kinds = BALLOTS[method] + marks * " cannot:texts" + named * " unit:text" + weighed * " area:whole"
    fields(content, kinds, "一张票")
    points = content.get("scores", content.get("points", {}))
    liked = [content["choice"]] if method == "single" else content.get("approved", content.get("ranking", []))
    cannot = content.get("cannot", [])
    demand(cannot == [one for one in letters if one in cannot], "一张票的“不能接受”写乱了")
    demand(not set(cannot) & set(liked), "一张票又选了又说不能接受")
    demand(set(liked) | set(points) <= set(letters), "一张票选了没有的选项")
    demand(len(set(liked)) == len(liked), "一张票里同一个选项出现两次")
    demand(liked or method in ("yes_no", "consent", "score", "points"), "一张票什么也没选")
    demand(all(KINDS["whole"](n) for n in points.values()), "一张票的点数不是整数")
    given = max(points.values(), default=0) if method == "score" else sum(points.values())
    demand(given <= (most or 0), "一张票的点数超了")

def tally(vote, options, letters, ballots):
    """The figures of these ballots, in the shape the result publishes them in."""
    method, field = vote["method"], BALLOTS[vote["method"]].partition(":")[0]
    if method == "yes_no":
        return {word: {"heads": sum(one["choice"] == word for one in ballots),
                       "area": sum(one.get("area", 0) for one in ballots if one["choice"] == word)}
                for word in ("yes", "no", "abstain")}
    if method == "consent":
        return {"voices": _sums(("consent", "stand_aside", "object"), ({one["voice"]: 1} for one in ballots))}
    if method == "ranked":
        counts = _ranked(Counter(tuple(one["ranking"]) for one in ballots), letters)
    else:
        said = ([one[field]] if method == "single" else one[field] for one in ballots)
        given = [one if isinstance(one, dict) else dict.fromkeys(one, 1) for one in said]
        counts = _leaders(method, letters, given) if method in SUMS else _budget(vote, options, given)
    if vote["cannot_accept"] and method in MARKED:
        counts["cannot"] = _sums(letters, (dict.fromkeys(one["cannot"], 1) for one in ballots))
    return counts

def _leaders(method, letters, given):
    sums = _sums(letters, given)
    best = [letter for letter in letters if sums[letter] == max(sums.values()) > 0]
    return dict({SUMS[method]: sums}, **({"tie": best} if len(best) > 1 else {}))

def _sums(names, given):
    found = Counter()
    for one in given: found.update(one)
    return {name: found[name] for name in names}

def _ranked(ballots, letters):
    """Instant run-off and all pairs; of several last ones the one leaves who had fewer a round earlier,
    then in the one before that, then who stands later on the ballot; the last two alike are a tie."""
    left, rounds, out = list(letters), [], []
    while True:
        votes = dict.fromkeys(left, 0)
        for ranking, times in ballots.items():
            first = next((one for one in ranking if one in votes), None)
            if first is not None: votes[first] += times
        rounds.append(votes)
        most, total = max(votes.values()), sum(votes.values())
        best = [one for one in left if votes[one] == most]
        if 2 * most > total or len(left) == 2 or not total: break
        out.append(min(left, key=lambda one: ([votes[one] for votes in reversed(rounds)], -left.index(one))))
        left.remove(out[-1])
    winner = best[0] if 2 * most > total else None
    pairs = {one: dict.fromkeys((other for other in letters if other != one), 0) for one in letters}
    for ranking, times in ballots.items():
        for at, better in enumerate(ranking):
            for worse in set(letters) - set(ranking[: at + 1]):
                pairs[better][worse] += times
    beats = [one for one in letters if all(n > pairs[other][one] for other, n in pairs[one].items())]
    counts = {"first": rounds[0], "rounds": rounds, "out": out, "pairs": pairs, "winner": winner,
              "condorcet": beats[0] if beats else None}
    return counts if winner or not total else dict(counts, tie=best)

def _budget(vote, options, ballots):
    """Projects within a sum: down the list of support, or by equal shares completed with one yuan (100 fen)
    more a voter as long as it stays within the sum (add1), what is left then down the list."""
    costs, budget = {one["letter"]: one["cost_fen"] for one in options}, vote["budget_fen"]
    support, chosen, greedy = _sums(costs, ballots), [], vote["budget_rule"] != "equal_shares"
    if ballots and not greedy:
        gains = [{one: n * costs[one] if vote["method"] == "projects" else n for one, n in ballot.items()}
                 for ballot in ballots]  # a project is worth what it costs, a point a point
        alike = Counter(tuple(sorted(one.items())) for one in gains)
        groups, purse = [(dict(one), times) for one, times in alike.items()], Fraction(budget, len(ballots))
        chosen = _shares(costs, groups, purse)
        while len(chosen) < len(costs) and purse < sum(costs.values()):
            purse += 100
            more = _shares(costs, groups, purse)
            if sum(costs[one] for one in more) > budget: break
            chosen = more
    left = budget - sum(costs[one] for one in chosen)
    for one in sorted(costs, key=lambda one: -support[one]):
        if one not in chosen and costs[one] <= left and (support[one] if greedy else ballots):
            chosen.append(one)
            left -= costs[one]
    chosen = [one for one in costs if one in chosen]
    return {"support": support, "selected": chosen, "spent_fen": budget - left}

def _shares(costs, groups, purse):
    """Equal shares: each voter has `purse`; supporters pay a project at one price for what it gives each, or
    all they have; the lowest price comes first. Voters with the same ballot go together."""
    purses, chosen = [purse] * len(groups), [one for one in costs if not costs[one]]
    while True:
        best = None
        for one in costs:
            payers = [at for at, (gains, _) in enumerate(groups) if gains.get(one) and one not in chosen]
            able = [(purses[at] / groups[at][0][one], purses[at], groups[at][0][one], groups[at][1])
                    for at in payers]
            price = _price(costs[one], sorted(able))
            if price is not None and (best is None or price < best[0]):
                best = price, one, payers
        if not best: return chosen
        for at in best[2]:
            purses[at] -= min(purses[at], best[0] * groups[at][0][best[1]])
        chosen.append(best[1])
def _price(cost, payers):
    """What one unit of gain costs when these pay together, the poorest for their gain first; or None."""
    weight = sum(gain * times for _, _, gain, times in payers)
    for most, purse, gain, times in payers:
        if Fraction(cost, weight) <= most: return Fraction(cost, weight)
        cost, weight = cost - purse * times, weight - gain * times
    return None

def reached(line, part, total):
    """「以上」 counts the number itself, 「过半数」 does not; whole numbers only, never a percentage."""
    have, need = part * line["den"], total * line["num"]
    return total > 0 and (have > need if line["strict"] else have >= need)

def silent(counts, heads, area):
    """As if all who said nothing had followed the majority of those who did."""
    found, follows = {word: dict(counts[word]) for word in counts}, "yes"
    if counts["yes"]["heads"] < counts["no"]["heads"]: follows = "no"
    for measure, whole in (("heads", heads), ("area", area)):
        found[follows][measure] += whole - sum(one[measure] for one in counts.values())
    return found

def outcome(vote, result, counts):
    """What the figures come to by the rule fixed beforehand: quorum first, then the line."""
    regime, said, size, back = vote["regime"], counts, result["roll_size"], result["returned"]
    whole_area, area = result["roll_area"], result["returned_area"]
    if regime not in ADVICE and vote["silence_follows"]:
        back, area, said = size, whole_area, counts["with_silence"]
    enough = reached(vote["quorum"], back, size)
    if regime == "council":
        return "void" if not enough else "referred" if counts["voices"]["object"] else "adopted"
    if regime in ADVICE:
        support, whole = support_of(vote, counts), back * (vote["points_most"] if "sums" in counts else 1)
        good = counts.get("selected", support and reached(vote["threshold"], support, whole))
        return "reached" if enough and good else "not_reached"
    passed = reached(vote["threshold"], said["yes"]["heads"], size if regime in OF_WHOLE_ROLL else back)
    if regime in MEASURED_BY_AREA:
        enough = enough and reached(vote["quorum"], area, whole_area)
        passed = passed and reached(vote["threshold"], said["yes"]["area"], area)
    return "void" if not enough else "passed" if passed else "not_passed"

def support_of(vote, counts):
    """How much stands behind what leads alone, or what the lot fell on; 0 where nothing does."""
    if "yes" in counts: return counts["yes"]["heads"]
    if not counts.get("winner", "tie" not in counts) and "drawn" not in counts: return 0
    figures = counts["rounds"][-1] if "rounds" in counts else counts.get(SUMS.get(vote["method"]), {})
    return max(figures.values(), default=0)

# ---- The checks, one after the other ---------------------------------------------------------------
def check_signature(value, key, words):  # over SHA-256 of all the other fields
    unsigned = {name: value[name] for name in value if name != "signature"}
    digest = hashlib.sha256(canonical(unsigned)).digest()
    demand(signed(key, digest, bytes.fromhex(value["signature"])), words)

def check_roll(vote, roll, result):
    lines, same = roll["lines"], (result["roll_size"], result["roll_area"]) == (roll["size"], roll["area"])
    demand(same, "结果里的名册和名册对不上")
    if lines is not None:
        demand(len(lines) == roll["size"], "名册的行数和户数对不上")
        demand(sum(line["area"] for line in lines) == roll["area"], "名册各行面积加起来和总面积对不上")
        if all(line["id"] is not None for line in lines):
            said = ({"kind": one["kind"], "unit": one["id"], "area_centi": one["area"]} for one in lines)
            demand(root([leaf(one) for one in said]).hex() == roll["root"], "名册和开票前公布的印记对不上")
    say(f"名册 {roll['size']} 个{'席位' if vote['unit'] == 'seat' else '票位'},印记 {roll['root'][:16]}…")

def check_receipts(receipts, result):
    prints = []
    for one in receipts:
        good = isinstance(one, list) and len(one) == 2 and is_hex(one[0], 64) and str(one[1]) in BECAME
        demand(good, "有一行回执不像样")
        prints.append(one[0])
    demand(all(a < b for a, b in zip(prints, prints[1:])), "回执有重复的,或没按顺序排")
    demand(root(map(bytes.fromhex, prints)).hex() == result["envelopes_root"], "回执和公布的印记对不上")
    became = Counter(one[1] for one in receipts)
    demand(became["counted"] == result["returned"] + result["spoiled"], "算数的回执和收回的票数对不上")
    demand(became["unverified"] == result["unverified"], "没核实的回执数对不上")
    channels = result["by_channel"]
    good = all(KINDS["whole"](n) for n in channels.values()) and set(channels) <= {"phone", "desk", "paper"}
    demand(good, "各渠道的数不像样")
    demand(sum(channels.values()) == became["counted"], "各渠道加起来和总数对不上")
    demand(result["returned"] <= result["roll_size"], "收回的票比名册上的还多")
    say(f"回执 {len(receipts)} 张,没有重复,算数的 {became['counted']} 张")

def check_ballots(bundle, letters):
    vote, result, ballots = bundle["vote"], bundle["result"], bundle["ballots"]
    few = vote["ballot_kind"] != "named" and result["returned"] < FLOOR
    demand((ballots is None) == few, f"不到 {FLOOR} 张的秘密票不公开,别的都要公开:这里没照办")
    if few: return print(f"  · 不到 {FLOOR} 张票,为了不让人猜出是谁家的,单张不公开;票数没法重数")
    marks, last, area = [], "", 0
    for ballot in ballots:
        fields(ballot, "key:hex32 content:dict", "一张票")
        check_ballot(vote, letters, ballot["content"])
        demand(last < ballot["key"], "选票有重复的,或没按顺序排")
        last, area = ballot["key"], area + ballot["content"].get("area", 0)
        marks.append(leaf(dict(ballot["content"], key=last)))
    back = result["returned"]
    demand(len(ballots) == back, f"选票 {len(ballots)} 张,结果却说收回 {back} 张")
    demand(root(marks).hex() == result["ballots_root"], "选票和公布的印记对不上")
    demand(area == result["returned_area"], "选票的面积加起来和公布的对不上")
    if bundle["roll"]["lines"] is not None:
        entitled = Counter((line["unit"], line["area"]) for line in bundle["roll"]["lines"])
        cast = Counter((one["content"]["unit"], one["content"].get("area", 0)) for one in ballots)
        demand(not cast - entitled, "有一张票不在名册上,或同一个票位投了两张")
    say(f"选票 {len(ballots)} 张,每张都有效,和收回的数一样")

def check_opening(bundle):
    """Enough key holders signed what came out of the box, and that is what is counted here."""
    vote, opening, ballots = bundle["vote"], bundle["opening"], bundle["ballots"]
    asked = vote["holders_total"] > 0 and ballots is not None
    demand((opening is not None) == asked, "开箱的签名该不该有,和钥匙的约定对不上")
    if not asked: return
    said, keys, good = fields(opening, OPENING, "开箱"), vote["holders"], set()
    words = ["civic-opened/1", "vote", vote["number"], said["box"], said["unreadable"], said["list"]]
    words = "\n".join(map(str, words)).encode()
    for one in said["signatures"]:
        no = fields(one, "holder:whole signature:hex128", "开箱的签名")["holder"]
        demand(0 < no <= len(keys), "开箱的签名是谁签的,名单上没有")
        if signed(bytes.fromhex(keys[no - 1]), words, bytes.fromhex(one["signature"])): good.add(no)
    demand(len(good) >= max(2, vote["holders_needed"]), "开箱的签名不够数,或不是这次表决的持钥匙人签的")
    texts = [canonical(one["content"]).decode() for one in ballots] + said["spoiled"]
    same = hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest() == said["list"]
    same = same and bundle["result"]["spoiled"] == len(said["spoiled"]) + said["unreadable"]
    demand(same, "这里的选票不是持钥匙人开箱时签下的那些")
    say(f"开箱:{len(good)} 位持钥匙人签了名,签的就是这 {len(texts)} 张票")

def check_count(bundle, letters):
    vote, result, counts = bundle["vote"], bundle["result"], bundle["result"]["counts"]
    if bundle["ballots"] is not None:
        counts = tally(vote, bundle["options"], letters, [one["content"] for one in bundle["ballots"]])
        if vote["silence_follows"]:
            counts["with_silence"] = silent(counts, result["roll_size"], result["roll_area"])
        if "tie" in counts and vote["tie_rule"] == "lot" and vote["draw_value"] is not None:
            seed = bytes.fromhex(result["ballots_root"]) + vote["draw_value"].strip().encode()
            seed = hashlib.sha256(seed).digest()
            counts["drawn"] = min(counts["tie"], key=lambda one: hashlib.sha256(seed + one.encode()).digest())
        demand(canonical(counts) == canonical(result["counts"]), "重数一遍,和公布的票数不一样")
        say("重数一遍,票数一样")
    found = outcome(vote, result, counts)
    demand(found == result["outcome"], f"按规则该是“{OUTCOMES[found]}”,公布的却不是")
    say(f"按事先定好的规则,结果就是公布的:{OUTCOMES[found]}")

BECAME = {
    "counted": "信封在票箱里,算数了", "replaced": "这张后来被您家新投的一张换掉了,以新的为准",
    "unverified": "信封在票箱里,但截止前没能核实住处,没算数",
}
OUTCOMES = {
    "reached": "达到参考线", "not_reached": "没到参考线", "adopted": "没有席位反对", "recorded": "记录在案",
    "referred": "有席位反对,再商量", "passed": "够数", "not_passed": "不够数", "void": "人数不够,不算数",
}
LOGGED = (  # the fields of a result that its entry in the log repeats
    "outcome", "roll_size", "returned", "unverified", "spoiled", "counts", "envelopes_root", "ballots_root",
)

def check_log(bundle, key, older):
    """The result stands in the public log, and the log grew out of the older checkpoint."""
    log, vote, result = bundle["log"], bundle["vote"], bundle["result"]
    if log is None:
        demand(older is None, "这份文件还没有登记簿,没法和旧校验点比;等十分钟再下载一次")
        return print("  · 结果还没进公开的登记簿(最多等十分钟);别的都能验")
    fields(log, LOG, "登记簿")
    entry = fields(log["entry"], ENTRY, "登记簿的一条")
    same = (entry["verb"], entry["subject"]) == ("vote.counted", f"vote:{vote['number']}")
    demand(same, "登记簿里不是这次表决")
    demand(entry["community"] == vote["community"], "登记簿是别的社区的")
    terms = {"vote": dict(vote, draw_value=None), "options": bundle["options"], "roll": bundle["roll"]}
    told = {name: value for name, value in result.items() if name in LOGGED}
    if "drawn" in told["counts"]:  # the lot came later
        told["counts"] = {name: value for name, value in told["counts"].items() if name != "drawn"}
        told["outcome"] = outcome(vote, result, told["counts"])
    told["terms"] = hashlib.sha256(canonical(terms)).hexdigest()
    demand(canonical(entry["public"]) == canonical(told), "登记簿里记的题目、规则或结果和这里的不一样")
    at = log["index"] - log["start"]
    demand(0 <= at < len(log["leaves"]), "登记簿里没有这一条")
    demand(leaf(entry, bytes.fromhex(log["salt"])).hex() == log["leaves"][at], "登记簿里这一条被换过")
    mark, earlier = _roots(log, older[1] if older else None)
    demand(mark.hex() == log["root"], "登记簿的叶子和它的根对不上")
    note = f"{log['origin']}\n{log['size']}\n{base64.b64encode(mark).decode()}\n"
    demand(signed(key, note.encode(), bytes.fromhex(log["signature"])), "登记簿校验点的签名不对")
    say(f"结果在公开登记簿第 {log['index'] + 1} 条,登记簿共 {log['size']} 条")
    if older:
        good = any(signed(key, older[3], one[4:]) for one in older[4])
        demand(good, "旧校验点不是这把钥匙签的:有人造了假,或登记簿分了岔")
        demand(older[0] == log["origin"], "旧校验点是别的登记簿的")
        demand(earlier == older[2], "登记簿分了岔:和您手里的旧校验点接不上")
        say(f"和您手里第 {older[1]} 条时的校验点接得上:从那以后只加不改")

def _roots(log, older_size):
    """The root over all leaves, and the one when there were `older_size` of them."""
    start, stack, earlier = log["start"], [], None
    demand(bin(start).count("1") == len(log["peaks"]), "登记簿前段的峰数不对")
    demand(start + len(log["leaves"]) == log["size"], "登记簿的条数和叶子数对不上")
    older_size = start if older_size is None else older_size
    demand(older_size <= log["size"], "登记簿比您手里的校验点短:被截短了,或这份文件下载得更早,请再下载")
    if older_size < start:
        raise Unreadable(f"您手里的校验点太早(第 {older_size} 条),这份文件只从第 {start} 条验起")
    sizes = [1 << bit for bit in range(start.bit_length() - 1, -1, -1) if start >> bit & 1]
    for size, mark in zip(sizes, log["peaks"]): _grow(stack, size, bytes.fromhex(mark))
    for mark in [None] + log["leaves"]:
        if mark is not None:
            _grow(stack, 1, bytes.fromhex(mark))
            start += 1
        if start == older_size: earlier = _fold(stack)
    return _fold(stack), earlier

# ---- What people bring along -----------------------------------------------------------------------
def read_key(raw):  # 64 hex digits, base64, or a C2SP verifier key name+hash+key
    words = raw.decode().split()[0]
    key = bytes.fromhex(words) if is_hex(words.lower(), 64) else base64.b64decode(words.split("+", 2)[-1])
    if len(key) not in (32, 33): raise ValueError("not 32 bytes")
    return key[-32:]

def read_checkpoint(raw):
    """Origin, size, root, signed words and signatures of a C2SP checkpoint."""
    body, _, signatures = raw.decode().replace("\r\n", "\n").partition("\n\n")
    origin, size, mark = body.split("\n")[:3]
    marks = [base64.b64decode(line.split(" ")[2]) for line in signatures.split("\n") if line[:2] == "— "]
    return origin, int(size), base64.b64decode(mark, validate=True), (body + "\n").encode(), marks

def understood(read, raw, words):
    try:
        return None if raw is None else read(raw)
    except (ValueError, IndexError):
        raise Unreadable(words) from None

def check_receipt(raw, bundle, key):
    """What became of the envelope of a receipt; a signed one must be in the list."""
    receipt = read_json(raw)
    if not isinstance(receipt, dict) or receipt.get("format") != RECEIPT_FORMAT:
        raise Unreadable("这不是一张回执")
    fields(receipt, RECEIPT, "回执")
    check_signature(receipt, key, "回执上的签名不对")
    demand(receipt["vote"] == bundle["vote"]["number"], f"回执是第 {receipt['vote']} 号表决的,不是这一次的")
    became = dict(map(tuple, bundle["receipts"])).get(receipt["fingerprint"])
    demand(became is not None, "回执是真的,票箱里却没有这个信封:请拿着它找监票人")
    say("您的回执:" + BECAME[became])

def verify(bundle, key=None, checkpoint=None, receipt=None):
    """Check everything; files as bytes. Raises Refuted or Unreadable, says each step."""
    if not isinstance(bundle, dict): raise Unreadable("文件里不是一次表决")
    demand(is_hex(bundle.get("key"), 64), "文件里没有钥匙")
    trusted = understood(read_key, key, "钥匙文件读不懂:要 64 个十六进制数字") or bytes.fromhex(bundle["key"])
    if key is None:
        print(f"没有给 --key:现在信的是文件自带的钥匙,请和公示栏上贴的指纹对一对:{fingerprint(trusted)}")
    letters, vote = check_fields(bundle), bundle["vote"]
    print(f"第 {vote['number']} 号表决:{vote['question']}")
    demand(trusted.hex() == bundle["key"], "文件里的钥匙不是您给的那一把")
    check_signature(bundle, trusted, "签名不对:文件被改过,或不是这把钥匙签的")
    say("签名对:下面每个数字都在签名里")
    check_roll(vote, bundle["roll"], bundle["result"])
    check_receipts(bundle["receipts"], bundle["result"])
    check_ballots(bundle, letters)
    check_opening(bundle)
    check_count(bundle, letters)
    check_log(bundle, trusted, understood(read_checkpoint, checkpoint, "校验点文件读不懂"))
    if receipt is not None: check_receipt(receipt, bundle, trusted)

def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("bundle", "--key", "--checkpoint", "--receipt"): parser.add_argument(name)
    given = parser.parse_args(arguments)
    try:
        paths = (given.bundle, given.key, given.checkpoint, given.receipt)
        files = [None if path is None else Path(path).read_bytes() for path in paths]
        verify(read_json(files[0]), *files[1:])
    except FOUND as reason:
        return print(f"✗ 对不上:{reason}") or 1
    except (Unreadable, OSError) as reason:
        return print(f"✗ 读不懂:{reason}") or 2
    return print("✓ 全部对得上") or 0

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
