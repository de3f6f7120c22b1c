"""Who speaks next: for and against take turns, and who has not spoken on this item yet comes first.

Pure: no database, no clock. Seconds are whole seconds; `None` as a body: somebody who speaks for nobody
but themselves.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from civic.meetings.live_states import Side


@dataclass(frozen=True)
class Limits:
    """What the rules allow on one item; 0: no limit."""

    seconds: int = 120  # a speech
    times: int = 2  # speeches of one voice
    body_seconds: int = 360  # all who speak for one body together


@dataclass(frozen=True)
class Word:
    """Somebody who wants to speak, or (with `seconds`) who has spoken on this item.

    `voice` is whoever counts as one: a person in the room, or a body that is called as a body.
    """

    voice: Hashable
    side: Side
    body: Hashable | None = None
    seconds: int = 0
    id: int | None = None


def allowed(word, spoken, limits) -> bool:
    """Whether that voice may speak once more, and its body has time left."""
    times = sum(one.voice == word.voice for one in spoken)
    return (not limits.times or times < limits.times) and time_left(word.body, spoken, limits) != 0


def time_left(body, spoken, limits) -> int | None:
    """Seconds the body may still speak on this item; None where nothing limits it."""
    if body is None or not limits.body_seconds:
        return None
    return max(0, limits.body_seconds - sum(one.seconds for one in spoken if one.body == body))


def seconds_for(word, spoken, limits) -> int:
    """How long this speech may be: the rule's time, or what is left to the body when that is less."""
    left = time_left(word.body, spoken, limits)
    wanted = limits.seconds or (left or 0)
    return wanted if left is None else min(wanted, left)


def order(queue, spoken, limits) -> list[Word]:
    """Those of `queue` (by time of asking) who may speak, in the order they are called.

    Fewer speeches on this item come first; then whoever is not on the side that spoke last, so that
    for and against alternate while both are there; then whoever asked first. `spoken`: what was said
    on this item, the earliest first. What a voice has used up, is not called.
    """
    times = Counter(one.voice for one in spoken)
    last = next((one.side for one in reversed(spoken) if one.side != Side.OTHER), None)
    waiting = [word for word in queue if allowed(word, spoken, limits)]
    called = []
    while waiting:
        word = min(waiting, key=lambda one: (times[one.voice], one.side == last))  # min keeps the first
        waiting.remove(word)
        called.append(word)
        times[word.voice] += 1
        last = last if word.side == Side.OTHER else word.side
        if limits.times and times[word.voice] >= limits.times:
            waiting = [one for one in waiting if one.voice != word.voice]
    return called
