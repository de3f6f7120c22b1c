"""What a seat of the council says, and how many said it. Pure; other ballots are in contents.py."""

import json
from collections import Counter
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
