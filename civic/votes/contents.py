"""What a ballot says, for every method: checked, packed into one length, read again. Pure.

A content is a small JSON object (see `Sheet.check`); the same object lies in the envelope, among the
counted ballots and in the public bundle. Packed it has one length, so that a sealed envelope weighs
the same whatever is inside.
"""

import json
from dataclasses import dataclass

from civic.votes.states import Method
from civic.votes.tally import BALLOT_BYTES, SpoiledBallot

CHOICES = ("yes", "no", "abstain")
OPTIONLESS = (Method.YES_NO, Method.CONSENT)
FIELD = {
    Method.YES_NO: "choice",
    Method.SINGLE: "choice",
    Method.APPROVAL: "approved",
    Method.RANKED: "ranking",
    Method.SCORE: "scores",
    Method.PROJECTS: "approved",
    Method.POINTS: "points",
}


@dataclass(frozen=True)
class Sheet:
    """The rules of one vote's ballots: method, letters in ballot order, the mark, the highest points."""

    method: Method
    letters: tuple = ()
    cannot: bool = True
    most: int | None = None

    @classmethod
    def of(cls, vote, letters) -> "Sheet":
        """The rules of `vote`, whose options carry these letters."""
        marks = vote.cannot_accept and vote.method not in (*OPTIONLESS, Method.PROJECTS, Method.POINTS)
        return cls(vote.method, tuple(letters), marks, vote.points_most)

    def check(self, content: dict) -> dict:
        """The content in its one written form. Raises SpoiledBallot with what is wrong.

        yes_no {"choice": "yes"|"no"|"abstain"} · single {"choice": "甲"} · approval, projects
        {"approved": [letters]} · ranked {"ranking": [letters, best first]} · score {"scores":
        {letter: 0…most}} · points {"points": {letter: n}}, most in all. Beside them, where the vote
        offers the mark, "cannot": [letters].
        """
        fields = {FIELD[self.method]} | ({"cannot"} if self.cannot else set())
        if not isinstance(content, dict) or set(content) != fields:
            raise SpoiledBallot("unknown fields")
        said = content[FIELD[self.method]]
        liked, said = READERS[self.method](self, said)
        checked = {FIELD[self.method]: said}
        if self.cannot:
            checked["cannot"] = self._marks(content["cannot"], liked)
        return checked

    def _marks(self, marks, liked):
        marks = self._letters(marks)
        if set(marks) & set(liked):
            raise SpoiledBallot("what is chosen is also marked as not acceptable")
        return [letter for letter in self.letters if letter in marks]

    def _letters(self, found):
        """A list of letters on the ballot, none twice."""
        if not isinstance(found, list) or any(one not in self.letters for one in found):
            raise SpoiledBallot("an option that is not on the ballot")
        if len(set(found)) != len(found):
            raise SpoiledBallot("an option named twice")
        return found

    def _choice(self, said):
        if said not in (CHOICES if self.method == Method.YES_NO else self.letters):
            raise SpoiledBallot("no option chosen")
        return [said], said

    def _approved(self, said):
        said = self._letters(said)
        if not said:
            raise SpoiledBallot("nothing chosen")
        return said, [letter for letter in self.letters if letter in said]

    def _ranking(self, said):
        said = self._letters(said)
        if not said:
            raise SpoiledBallot("nothing ranked")
        return said, said

    def _scores(self, said):
        points = self._points_of(said)
        if any(one > self.most for one in points.values()):
            raise SpoiledBallot("a score above the highest")
        return [], points

    def _points(self, said):
        points = self._points_of(said)
        if sum(points.values()) > self.most:
            raise SpoiledBallot("more points than there are")
        return [], points

    def _points_of(self, said):
        if not isinstance(said, dict) or any(letter not in self.letters for letter in said):
            raise SpoiledBallot("an option that is not on the ballot")
        if any(isinstance(one, bool) or not isinstance(one, int) or one < 0 for one in said.values()):
            raise SpoiledBallot("points that are no whole numbers")
        return {letter: said[letter] for letter in self.letters if letter in said}

    def pack(self, content: dict) -> bytes:
        """The ballot as bytes of one fixed length. Raises SpoiledBallot."""
        checked = self.check(content)
        text = json.dumps(checked, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        if len(text) > BALLOT_BYTES:
            raise SpoiledBallot("too many marks")
        return text.ljust(BALLOT_BYTES)

    def unpack(self, payload: bytes) -> dict:
        """The content in `payload`; raises SpoiledBallot when it is none of this vote."""
        try:
            found = json.loads(payload.decode())
        except (ValueError, UnicodeError) as fault:
            raise SpoiledBallot("not a ballot") from fault
        return self.check(found)


READERS = {
    Method.YES_NO: Sheet._choice,
    Method.SINGLE: Sheet._choice,
    Method.APPROVAL: Sheet._approved,
    Method.PROJECTS: Sheet._approved,
    Method.RANKED: Sheet._ranking,
    Method.SCORE: Sheet._scores,
    Method.POINTS: Sheet._points,
}
