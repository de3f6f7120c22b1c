"""Reading ballots and counting them. Pure: ballots in, figures out; no Flask and no database.

A choice is one option letter, plus any letters the household cannot accept. A voice is what a
seat of the council says. Both travel as canonical JSON of one fixed length, so that a sealed
envelope weighs the same whatever is inside.
"""

import json
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

BALLOT_BYTES = 320
VOICE_BYTES = 2048
MOST_REASON = 300


class SpoiledBallot(ValueError):
    """Words that are not a ballot of this vote."""


class Voice(StrEnum):
    """What a seat may say to a proposal: yes; not mine, but go ahead; no."""

    CONSENT = "consent"
    STAND_ASIDE = "stand_aside"
    OBJECT = "object"


@dataclass(frozen=True)
class Choice:
    """One ballot: the letter chosen and the letters that cannot be accepted, in ballot order."""

    letter: str
    cannot: tuple[str, ...] = ()

    def check(self, letters) -> "Choice":
        """Itself, in the order of `letters`; raises SpoiledBallot for what is not on the ballot."""
        if self.letter not in letters:
            raise SpoiledBallot("no option chosen")
        strange = [mark for mark in self.cannot if mark not in letters]
        if strange or len(set(self.cannot)) != len(self.cannot):
            raise SpoiledBallot("a mark beside an option that is not there")
        if self.letter in self.cannot:
            raise SpoiledBallot("the option chosen is also marked as not acceptable")
        return Choice(self.letter, tuple(letter for letter in letters if letter in self.cannot))

    def packed(self) -> bytes:
        """The ballot as bytes of one fixed length."""
        text = json.dumps(
            {"cannot": list(self.cannot), "choice": self.letter}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        if len(text) > BALLOT_BYTES:
            raise SpoiledBallot("too many marks")
        return text.ljust(BALLOT_BYTES)


def unpacked(payload: bytes, letters) -> Choice:
    """The ballot in `payload`; raises SpoiledBallot when it is none of this vote."""
    try:
        found = json.loads(payload.decode())
        if set(found) != {"choice", "cannot"} or not isinstance(found["choice"], str):
            raise SpoiledBallot("unknown fields")
        choice = Choice(found["choice"], tuple(found["cannot"]))
    except (ValueError, TypeError, UnicodeError) as fault:
        raise SpoiledBallot("not a ballot") from fault
    return choice.check(letters)


@dataclass(frozen=True)
class Count:
    """Figures of a single-choice count, each by letter in ballot order."""

    chosen: dict[str, int]
    cannot: dict[str, int]
    returned: int

    @property
    def leaders(self) -> list[str]:
        """The letters named most often; several in a tie, none when nothing came back."""
        most = self.most
        return [letter for letter, number in self.chosen.items() if most and number == most]

    @property
    def most(self) -> int:
        """How often the leading option was named."""
        return max(self.chosen.values(), default=0)


def count(choices, letters) -> Count:
    """Add up `choices` over `letters`. Raises SpoiledBallot rather than drop a ballot silently."""
    chosen, cannot, returned = Counter(), Counter(), 0
    for choice in choices:
        choice = choice.check(letters)
        chosen[choice.letter] += 1
        cannot.update(choice.cannot)
        returned += 1
    return Count(
        {letter: chosen[letter] for letter in letters},
        {letter: cannot[letter] for letter in letters},
        returned,
    )


def pack_voice(voice: Voice, reason: str = "") -> bytes:
    """What a seat says, with its reason, as bytes of one fixed length."""
    text = json.dumps({"reason": reason, "voice": voice.value}, ensure_ascii=False).encode()
    if len(text) > VOICE_BYTES:
        raise SpoiledBallot("the reason is too long")
    return text.ljust(VOICE_BYTES)


def read_voice(payload: bytes) -> tuple[Voice, str]:
    """The voice and the reason in an envelope of a named vote."""
    try:
        found = json.loads(payload.decode())
        return Voice(found["voice"]), str(found["reason"])
    except (ValueError, TypeError, KeyError, UnicodeError) as fault:
        raise SpoiledBallot("not a voice") from fault


def roll_call(voices) -> dict[Voice, int]:
    """How many seats said what."""
    said = Counter(Voice(voice) for voice in voices)
    return {voice: said[voice] for voice in Voice}


def in_steps(number: int, step: int = 5) -> int:
    """A figure published while a secret vote is open: the last whole step of five."""
    return number // step * step
