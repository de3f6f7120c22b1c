"""Conversations with planted groups, and how well two groupings agree."""

import csv
import random
from collections import Counter
from math import comb

from civic.topics.kinship import UNSEEN


def adjusted_rand(one, other) -> float:
    """Hubert and Arabie's index: 1 for the same grouping, about 0 for chance."""
    pairs = comb(len(one), 2)
    both = sum(comb(n, 2) for n in Counter(zip(one, other, strict=True)).values())
    first = sum(comb(n, 2) for n in Counter(one).values())
    second = sum(comb(n, 2) for n in Counter(other).values())
    by_chance, most = first * second / pairs, (first + second) / 2
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)


def planted(sizes, statements, *, seed=1, seen=0.6, noise=0.1, shared=2):
    """(rows of {statement: code}, group of each): everybody agrees to the first `shared` statements."""
    dice = random.Random(seed)
    sides = [[dice.choice((-1, 1)) for _ in range(statements)] for _ in sizes]
    rows, groups = [], []
    for group, size in enumerate(sizes):
        for _person in range(size):
            said = {}
            for number in range(statements):
                if dice.random() < seen:
                    side = 1 if number < shared else sides[group][number]
                    said[number] = dice.choice((-1, 0, 1)) if dice.random() < noise else side
            rows.append(said)
            groups.append(group)
    return rows, groups


def matrix(rows, statements):
    """The rows as lists of codes, UNSEEN where nothing was said."""
    return [[said.get(number, UNSEEN) for number in range(statements)] for said in rows]


def export(folder, rows, groups, statements, off=()):
    """Write them as Polis exports a conversation."""
    with (folder / "comments.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["timestamp", "comment-id", "moderated", "comment-body"])
        for number in reversed(range(statements)):
            out.writerow([0, number, -1 if number in off else 1, f"第{number}句,说一个意思"])
    with (folder / "participants-votes.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["participant", "group-id", "n-votes", *range(statements)])
        for voice, (said, group) in enumerate(zip(rows, groups, strict=True)):
            cells = [said.get(number, "") for number in range(statements)]
            out.writerow([voice, group, len(said), *cells])
    return folder
