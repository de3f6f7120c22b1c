"""A conversation exported from Polis: statements and who answered what, read by header name. Pure.

A folder with comments.csv (comment-id, comment-body, moderated) and participants-votes.csv
(participant, then one column a statement: 1 agree, 0 pass, -1 disagree, empty not seen); summary.csv
(topic, url) may be there.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

CODES = {"1": 1, "0": 0, "-1": -1}
OFF = "-1"  # in the column moderated


class FolderFault(Exception):
    """What is wrong with the folder, in words for whoever typed the command."""


@dataclass(frozen=True)
class Conversation:
    """Statements by their number in the export, and {statement: code} by participant."""

    title: str
    about: str
    bodies: dict[int, str]
    taken_off: frozenset[int]
    voices: dict[int, dict[int, int]]

    def rows(self):
        """(one {column: code} a participant, the columns taken off), columns in order of number."""
        column = {number: place for place, number in enumerate(self.bodies)}
        rows = [{column[key]: code for key, code in said.items()} for said in self.voices.values()]
        return rows, [column[number] for number in self.taken_off]


def read(folder: Path) -> Conversation:
    """The conversation in that folder. Raises FolderFault."""
    comments = _table(folder / "comments.csv", {"comment-id", "comment-body"})
    votes = _table(folder / "participants-votes.csv", {"participant"})
    bodies = {_number(row["comment-id"], "comments.csv"): row["comment-body"].strip() for row in comments}
    asked = {name: int(name) for name in (votes[0] if votes else {}) if name.isdigit()}
    if strange := sorted(set(asked.values()) - set(bodies)):
        raise FolderFault(f"participants-votes.csv has statements that comments.csv lacks: {strange[:5]}")
    told = _told(folder / "summary.csv")
    return Conversation(
        title=told.get("topic") or folder.name,
        about=told.get("url", ""),
        bodies={number: bodies[number] for number in sorted(bodies)},
        taken_off=frozenset(_number(row["comment-id"], "comments.csv") for row in comments
                            if row.get("moderated") == OFF),
        voices={_number(row["participant"], "participants-votes.csv"): _answers(row, asked) for row in votes},
    )  # fmt: skip


def _answers(row, asked):
    found = {}
    for name, number in asked.items():
        if cell := (row[name] or "").strip():
            if cell not in CODES:
                who = row["participant"]
                raise FolderFault(f"participants-votes.csv: {cell!r} of participant {who} is no answer")
            found[number] = CODES[cell]
    return found


def _table(path, needed):
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := needed - set(reader.fieldnames or ()):
                raise FolderFault(f"{path.name} lacks the columns {', '.join(sorted(missing))}")
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FolderFault(f"{path.name} cannot be read: {error}") from error


def _told(path):
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        return {row[0]: row[1].strip() for row in csv.reader(file) if len(row) > 1}


def _number(cell, name):
    if not (cell or "").strip().isdigit():
        raise FolderFault(f"{name}: {cell!r} is no number")
    return int(cell)
