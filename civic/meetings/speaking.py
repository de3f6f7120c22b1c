"""Who speaks next: for and against take turns, and who has not spoken on this item yet comes first.

Pure: no database, no clock. Seconds are whole seconds; `None` as a body: somebody who speaks for nobody
but themselves.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass
from heapq import heappop, heappush

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
    return _may(word, _times(spoken), _seconds(spoken), limits)


def time_left(body, spoken, limits) -> int | None:
    """Seconds the body may still speak on this item; None where nothing limits it."""
    if body is None or not limits.body_seconds:
        return None
    return max(0, limits.body_seconds - _seconds(spoken)[body])


def _times(spoken):
    return Counter(one.voice for one in spoken)


def _seconds(spoken):
    used = Counter()
    for one in spoken:
        used[one.body] += one.seconds
    return used


def _may(word, times, seconds, limits):
    has_time = word.body is None or not limits.body_seconds or seconds[word.body] < limits.body_seconds
    return has_time and (not limits.times or times[word.voice] < limits.times)


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
    times, seconds = _times(spoken), _seconds(spoken)
    last = next((one.side for one in reversed(spoken) if one.side != Side.OTHER), None)
    lines = _Lines(times)
    for place, word in enumerate(queue):
        if _may(word, times, seconds, limits):
            lines.join(place, word)
    called = []
    while (word := lines.next_after(last)) is not None:
        times[word.voice] += 1
        last = last if word.side == Side.OTHER else word.side
        called.append(word)
        lines.leave(word, is_silent=bool(limits.times) and times[word.voice] >= limits.times)
    return called


class _Lines:
    """Three heaps, one a side, of (speeches so far, place in the queue, word).

    Of one voice only the first word on each side stands in them, the others wait behind it: a call
    puts at most three entries out of date, which are put right when they come to the top. So the
    whole order takes n log n steps.
    """

    def __init__(self, times):
        self._times, self._behind, self._silent = times, defaultdict(deque), set()
        self._heaps = {side: [] for side in Side}

    def join(self, place, word):
        waiting = self._behind[word.voice, word.side]
        waiting.append((place, word))
        if len(waiting) == 1:
            self._push(place, word)

    def _push(self, place, word):
        heappush(self._heaps[word.side], (self._times[word.voice], place, word))

    def next_after(self, last):
        """Fewest speeches first, then not the side that spoke last, then who asked first; None: nobody."""
        tops = [top for side in Side if (top := self._top(side)) is not None]
        return min(tops, key=lambda top: (top[0], top[2].side == last, top[1]))[2] if tops else None

    def _top(self, side):
        heap = self._heaps[side]
        while heap:
            times, place, word = heap[0]
            if word.voice not in self._silent and times == self._times[word.voice]:
                return heap[0]
            heappop(heap)
            if word.voice not in self._silent:
                self._push(place, word)
        return None

    def leave(self, word, *, is_silent):
        """That word was called; with `is_silent` its voice has used up what the rules give."""
        heappop(self._heaps[word.side])
        waiting = self._behind[word.voice, word.side]
        waiting.popleft()
        if is_silent:
            self._silent.add(word.voice)
        elif waiting:
            self._push(*waiting[0])
