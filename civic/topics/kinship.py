"""Who answers alike: people grouped by their answers, as Polis does it. Pure; needs numpy.

Run as a script by grouping.py, so that neither the web process nor the worker carries numpy:
`python -I kinship.py` with a line of JSON and the answers as bytes on standard input.

Source of the formulas: polismath (pca.clj, clusters.clj, conversation.clj), systems.md §5.3. Two
things are ours: k-means starts from many seeds instead of base clusters (closer to the official
groups of real conversations), and k is chosen afresh each time, where Polis waits for four repeats.
"""

import json
import sys

import numpy as np

AGREE, PASS, DISAGREE, UNSEEN = 1, 0, -1, -2
LEAST_ANSWERS = 7  # who answered fewer is not grouped …
LEAST_PEOPLE = 15  # … unless so few did: then the most active fill up to this many
MOST_GROUPS = 5
STARTS, ROUNDS = 10, 50  # of k-means; more starts where there are few people
SAMPLED = 1000  # people whose silhouette is taken, evenly spaced; all of them up to this many


def kept(votes):
    """Rows of those who answered enough, ascending. `votes`: people × statements of the four codes."""
    answers = (votes != UNSEEN).sum(axis=1)
    enough = np.flatnonzero(answers >= min(LEAST_ANSWERS, votes.shape[1]))
    if len(enough) < LEAST_PEOPLE:
        active = np.argsort(-answers, kind="stable")[:LEAST_PEOPLE]
        enough = np.union1d(enough, active[answers[active] > 0])
    return enough


def project(votes):
    """(points, lengths): people and statements on the first two principal components.

    What was not seen counts as the statement's mean; a person's point is stretched by
    √(statements / answers given), so that few answers do not pull it to the middle.
    """
    seen = votes != UNSEEN
    answers = np.where(seen, votes, 0).astype(float)
    given = seen.sum(axis=0)
    means = answers.sum(axis=0) / np.maximum(given, 1)
    centred = np.where(seen, answers - means, 0)
    axes = _axes(centred)
    stretch = np.sqrt(votes.shape[1] / np.maximum(seen.sum(axis=1), 1))
    points = centred @ axes.T * stretch[:, None]
    # A statement's own point: that of somebody who answered only it, with -1 (so does polismath).
    lengths = np.hypot(*(axes * (-1 - means))) * np.sqrt(votes.shape[1])
    return points, lengths


def _axes(centred):
    """The two strongest directions, two rows; each points where its largest part is positive."""
    width = centred.shape[1]
    values, vectors = np.linalg.eigh(centred.T @ centred)
    axes = np.zeros((2, width))
    for row, column in enumerate(np.argsort(values)[::-1][:2]):
        if values[column] > 1e-9:
            vector = vectors[:, column]
            axes[row] = vector * (np.sign(vector[np.argmax(np.abs(vector))]) or 1)
    return axes


def grouped(points, seed):
    """Each point's group, the largest group first: k of 2 … 5 with the best silhouette; all 0 for one."""
    different = len(np.unique(points.round(9), axis=0))
    most = min(MOST_GROUPS, 2 + len(points) // 12, different)
    best, labels = 0.0, np.zeros(len(points), int)
    for k in range(2, most + 1):
        tried = k_means(points, k, np.random.default_rng([seed, k]))
        fit = silhouette(points, tried)
        if fit > best:
            best, labels = fit, tried
    return _largest_first(labels)


def _largest_first(labels):
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")
    rank = np.empty(len(sizes), int)
    rank[order] = np.arange(len(sizes))
    return rank[labels]


def k_means(points, k, random):
    """Labels of the tightest of several runs; every start draws its centres far apart (k-means++)."""
    best, labels = np.inf, None
    for _start in range(max(STARTS, min(5 * STARTS, 20_000 // len(points)))):
        centres = _far_apart(points, k, random)
        for _round in range(ROUNDS):
            distances = _squares(points, centres)
            tried = distances.argmin(axis=1)
            sums = np.stack([np.bincount(tried, weights=column, minlength=k) for column in points.T], axis=1)
            sizes = np.bincount(tried, minlength=k)
            moved = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
            if np.abs(moved - centres).max() < 1e-9:
                break
            centres = moved
        spread = distances.min(axis=1).sum()
        if spread < best - 1e-9 and len(np.unique(tried)) == k:
            best, labels = spread, tried
    return np.zeros(len(points), int) if labels is None else labels


def _far_apart(points, k, random):
    centres = points[[random.integers(len(points))]]
    while len(centres) < k:
        nearest = _squares(points, centres).min(axis=1)
        centres = np.vstack([centres, points[random.choice(len(points), p=nearest / nearest.sum())]])
    return centres


def _squares(points, centres):
    across, up = (points[:, axis, None] - centres[None, :, axis] for axis in (0, 1))
    return across * across + up * up


def silhouette(points, labels):
    """Mean of (b − a) / max(a, b): a to one's own group, b to the nearest other; alone counts 0."""
    groups = np.unique(labels)
    if len(groups) < 2:
        return 0.0
    asked = np.arange(0, len(points), -(-len(points) // SAMPLED))
    distances = np.sqrt(_squares(points[asked], points))
    sizes = np.array([(labels == group).sum() for group in groups])
    sums = np.stack([distances[:, labels == group].sum(axis=1) for group in groups], axis=1)
    own = np.searchsorted(groups, labels[asked])
    rows = np.arange(len(asked))
    inner = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[rows, own] = np.inf
    outer = means.min(axis=1)
    worth = (outer - inner) / np.maximum(np.maximum(outer, inner), 1e-12)
    return float(np.where(sizes[own] > 1, worth, 0).mean())


def analyse(votes, seed, left_out=()):
    """Everything a result needs, in plain lists.

    Args: votes — people × statements; left_out — columns moderation took off: everybody counts as
    having passed on them, so that they tell nobody apart (polismath, zero-out-columns).
    Returns groups (one a row, None where not kept), counts [group][statement] =
    [agree, disagree, answered], centres [x, y] a group, lengths a statement.
    """
    rows = kept(votes)
    shown = votes.copy()
    shown[:, list(left_out)] = PASS
    if not len(rows):
        return {"groups": [None] * len(votes), "counts": [], "centres": [], "lengths": [0] * votes.shape[1]}
    points, lengths = project(shown)
    labels, points, shown = grouped(points[rows], seed), points[rows], votes[rows]
    groups = [None] * len(votes)
    for row, label in zip(rows.tolist(), labels.tolist(), strict=True):
        groups[row] = label
    inside = [labels == group for group in range(labels.max() + 1)]
    return {
        "groups": groups,
        "counts": [_counts(shown[mine]) for mine in inside],
        "centres": [points[mine].mean(axis=0).round(4).tolist() for mine in inside],
        "lengths": lengths.round(4).tolist(),
    }


def _counts(votes):
    said = [(votes == AGREE).sum(axis=0), (votes == DISAGREE).sum(axis=0), (votes != UNSEEN).sum(axis=0)]
    return np.stack(said, axis=1).tolist()


def main():
    """Read a job from standard input, write its answer to standard output."""
    job = json.loads(sys.stdin.buffer.readline())
    votes = np.frombuffer(sys.stdin.buffer.read(), np.int8).reshape(job["people"], job["statements"])
    json.dump(analyse(votes, job["seed"], job["left_out"]), sys.stdout)


if __name__ == "__main__":
    main()
