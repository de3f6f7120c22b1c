"""Who answers alike: the arithmetic against slow oracles, and planted groups found again."""

import time
from math import dist, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.topics import grouping, kinship
from civic.topics.kinship import AGREE, DISAGREE, PASS, UNSEEN
from tests.topics.planted import adjusted_rand, matrix, planted

CODES = st.sampled_from([AGREE, PASS, DISAGREE, UNSEEN])
POINTS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=25)


def votes(rows):
    return np.array(rows, np.int8)


@given(st.lists(st.lists(CODES, min_size=9, max_size=9), min_size=1, max_size=40))
def test_who_is_kept(rows):
    counts = [sum(code != UNSEEN for code in row) for row in rows]
    enough = {place for place, count in enumerate(counts) if count >= 7}
    if len(enough) < 15:
        active = sorted(range(len(rows)), key=lambda place: -counts[place])[:15]
        enough |= {place for place in active if counts[place]}
    assert kinship.kept(votes(rows)).tolist() == sorted(enough)


def test_with_few_statements_all_of_them_are_enough():
    assert len(kinship.kept(votes([[1, 1, 0]] * 20 + [[1, 1, UNSEEN]] * 9))) == 20


@given(st.integers(0, 400))
def test_points_are_the_formula_of_polis(seed):
    said = matrix(planted([6, 7], 8, seed=seed)[0], 8)
    points, lengths = kinship.project(votes(said))
    means = [_mean([row[column] for row in said]) for column in range(8)]
    centred = np.array([[0 if code == UNSEEN else code - mean for code, mean in zip(row, means, strict=True)]
                        for row in said])  # fmt: skip
    left, strengths, axes = np.linalg.svd(centred)
    for place, row in enumerate(said):
        stretch = sqrt(8 / max(sum(code != UNSEEN for code in row), 1))
        wanted = np.abs(centred[place] @ axes[:2].T) * stretch
        assert np.abs(points[place]) == pytest.approx(wanted, abs=1e-6)
    alone = [(-1 - means[3]) * axes[axis][3] * sqrt(8) for axis in (0, 1)]
    assert lengths[3] == pytest.approx(sqrt(alone[0] ** 2 + alone[1] ** 2), abs=1e-6)


def _mean(codes):
    told = [code for code in codes if code != UNSEEN]
    return sum(told) / len(told) if told else 0


@given(POINTS, st.data())
def test_silhouette_against_the_definition(points, data):
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points)))
    found = kinship.silhouette(np.array(points, float), np.array(labels))
    if len(set(labels)) < 2:
        assert found == 0
        return
    assert found == pytest.approx(
        sum(_worth(points, labels, place) for place in range(len(points))) / len(points)
    )


def _worth(points, labels, place):
    apart = {}
    for other, point in enumerate(points):
        if other != place:
            apart.setdefault(labels[other], []).append(dist(points[place], point))
    if labels[place] not in apart:
        return 0
    inner = _mean(apart.pop(labels[place]))
    outer = min(_mean(group) for group in apart.values())
    return (outer - inner) / max(inner, outer) if max(inner, outer) else 0


@pytest.mark.parametrize("sizes", [[60, 40], [40, 40], [50, 30, 20]])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_groups_are_found(sizes, seed):
    rows, groups = planted(sizes, 24, seed=seed)
    found = kinship.analyse(votes(matrix(rows, 24)), seed)
    assert len(found["counts"]) == len(set(groups))
    assert adjusted_rand(found["groups"], groups) > 0.9


def test_the_largest_group_comes_first_and_counts_are_theirs():
    rows, _groups = planted([20, 50], 12)
    found = kinship.analyse(votes(matrix(rows, 12)), 1)
    sizes = [found["groups"].count(group) for group in (0, 1)]
    assert sizes == sorted(sizes, reverse=True) and sum(sizes) <= 70
    for group, tallies in enumerate(found["counts"]):
        mine = [row for row, label in zip(rows, found["groups"], strict=True) if label == group]
        for number, tally in enumerate(tallies):
            told = [row[number] for row in mine if number in row]
            assert tally == [told.count(1), told.count(-1), len(told)]


def test_the_same_answers_give_the_same_groups():
    rows = votes(matrix(planted([30, 25, 9], 15)[0], 15))
    assert kinship.analyse(rows, 7) == kinship.analyse(rows.copy(), 7)


def test_what_moderation_took_off_tells_nobody_apart():
    """Two groups that differ only on statements taken off are one crowd."""
    rows = [[1] * 7 + [1 if person % 2 else -1] * 3 for person in range(40)]
    assert len(kinship.analyse(votes(rows), 1)["counts"]) == 2
    assert len(kinship.analyse(votes(rows), 1, left_out=[7, 8, 9])["counts"]) == 1


@pytest.mark.parametrize(
    "rows", [[], [[UNSEEN] * 8] * 3, [[1] * 8], [[1] * 8] * 30, [[0] * 8] * 30, [[1]] * 20]
)
def test_nothing_to_tell_apart_is_one_group_or_none(rows):
    shape = votes(rows).reshape(len(rows), len(rows[0]) if rows else 4)
    assert len(kinship.analyse(shape, 1)["counts"]) <= 1


def test_the_child_process_says_the_same():
    rows, _groups = planted([20, 15], 10)
    direct = kinship.analyse(votes(matrix(rows, 10)), 3, left_out=[2])
    assert grouping.grouped(rows, 10, seed=3, left_out=[2]) == direct


def test_a_child_that_fails_is_told():
    with pytest.raises(RuntimeError, match=r"kinship\.py"):
        grouping.grouped([{0: 1}], 1, seed=1, left_out=[5])


def test_two_thousand_people_and_two_hundred_statements_in_two_seconds():
    """Processor time, so that a busy machine does not decide; make bench tells the seconds."""
    rows, groups = planted([900, 700, 400], 200, seen=0.3)
    said, before = votes(matrix(rows, 200)), time.process_time()
    found = kinship.analyse(said, 1)
    assert time.process_time() - before < 2
    assert adjusted_rand(found["groups"], groups) > 0.9


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30), st.data())
def test_the_index_of_agreement(one, data):
    other = data.draw(st.lists(st.integers(0, 3), min_size=len(one), max_size=len(one)))
    assert adjusted_rand(one, one) == adjusted_rand(one, [3 - label for label in one]) == 1
    both, first, second, pairs = 0, 0, 0, 0
    for here in range(len(one)):
        for there in range(here):
            same, alike = one[here] == one[there], other[here] == other[there]
            both, first, second, pairs = both + (same and alike), first + same, second + alike, pairs + 1
    chance, most = first * second / pairs, (first + second) / 2
    if most != chance:
        assert adjusted_rand(one, other) == pytest.approx((both - chance) / (most - chance))
