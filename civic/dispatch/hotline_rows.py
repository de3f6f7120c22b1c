"""One line of the hotline's order file: the order in it, or why it cannot be taken.

Pure: no Flask, no database.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask_babel import gettext as _

from civic.csv_files import CONTROLS, BadRow
from civic.dispatch.hotline_columns import LONGEST, Layout
from civic.issues.kinds import IssueKind, Urgency
from civic.written_moments import read_moment

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST_DUE = timedelta(days=3660)  # from now
MOST_OTHER = 20_000
PAST = ("submitted_at", "received_at", "replied_at", "contacted_at")
SEVERAL = re.compile(r"[、;;,,\n]+")
FORCED_TEXT = re.compile(r'="([^"]*)"')  # how exports keep a long number from being rounded
ROUNDED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{2}")
URGENCIES = {
    "urgent": Urgency.URGENT, "特急": Urgency.URGENT, "紧急": Urgency.URGENT, "突发": Urgency.URGENT,
    "timely": Urgency.TIMELY, "加急": Urgency.TIMELY, "急": Urgency.TIMELY, "及时": Urgency.TIMELY,
    "normal": Urgency.NORMAL, "一般": Urgency.NORMAL, "普通": Urgency.NORMAL, "正常": Urgency.NORMAL,
    "complex": Urgency.COMPLEX, "复杂": Urgency.COMPLEX, "疑难": Urgency.COMPLEX,
    "复杂疑难": Urgency.COMPLEX,
}  # fmt: skip
KINDS = {
    "咨询": IssueKind.CONSULTATION, "求助": IssueKind.HELP, "投诉": IssueKind.COMPLAINT,
    "举报": IssueKind.REPORT, "建议": IssueKind.SUGGESTION, "意见建议": IssueKind.SUGGESTION,
    **{kind.value: kind for kind in IssueKind},
}  # fmt: skip
YES_NO = {"": None, "是": True, "yes": True, "1": True, "true": True, "保密": True, "已联系": True}
YES_NO |= {"否": False, "no": False, "0": False, "false": False, "不保密": False, "未联系": False}
SOLVED = {"": "", "是": "yes", "已解决": "yes", "解决": "yes", "yes": "yes", "1": "yes"}
SOLVED |= {"部分解决": "partly", "部分": "partly", "基本解决": "partly", "partly": "partly"}
SOLVED |= {"否": "no", "未解决": "no", "no": "no", "0": "no"}
SATISFIED = {"": "", "是": "yes", "满意": "yes", "非常满意": "yes", "yes": "yes", "1": "yes"}
SATISFIED |= {"基本满意": "basically", "一般": "basically", "basically": "basically"}
SATISFIED |= {"否": "no", "不满意": "no", "非常不满意": "no", "no": "no", "0": "no"}


@dataclass(frozen=True, slots=True)
class HotlineOrder:
    """One good line. Moments in UTC, None where the cell is empty; `line` from 1.

    `others` and `personal` keep columns that are not ours, by position ("7"); `personal` those whose
    heading speaks of a person, to be kept only with an authorisation, like `name` and `phone`.
    """

    line: int
    external_no: str
    title: str = ""
    body: str = ""
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    priority: str = ""  # as written; `urgency` when we know the word
    urgency: Urgency | None = None
    kind: IssueKind | None = None
    kind_words: str = ""
    category: str = ""
    place: str = ""
    lead: str = ""
    assist: tuple[str, ...] = ()
    name: str = ""
    phone: str = ""
    confidential: bool = True  # unless the file says no: domain.md §2.3
    reply: str = ""
    replied_at: datetime | None = None
    contacted_at: datetime | None = None
    evidence: str = ""
    city_contacted: bool | None = None
    city_solved: str = ""  # yes, partly, no
    city_satisfied: str = ""  # yes, basically, no
    others: dict[str, str] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)


class Formula(str):
    """A cell that is a formula: never evaluated, and its last result never believed."""


class ErrorValue(str):
    """A cell in which a spreadsheet shows an error, such as #N/A."""


class _Unreadable(Exception):
    """Why this row cannot be taken, in a sentence."""


class RowReader:
    """Reads the lines of one file, whose columns are `layout`. Args: now — nothing past lies after it."""

    def __init__(self, layout: Layout, now: datetime):
        self.layout, self.now = layout, now
        self.width = len(layout.codes)
        self.ours = [(code, at) for at, code in enumerate(layout.codes) if code]
        self.others, self.personal = layout.rest()

    def row(self, line: int, cells: list[str]) -> HotlineOrder | BadRow:
        """The order of this line, or why there is none."""
        as_read = cells
        if CONTROLS.search("".join(cells)):
            cells = [CONTROLS.sub("", cell) for cell in cells]
        cells = [cell.strip() for cell in cells]
        try:
            self._refuse_unknown(as_read)
            self._check_width(cells)
            return self._order(line, cells)
        except _Unreadable as why:
            at = self.layout.codes.index("external_no")
            number = cells[at] if at < len(cells) else ""
            return BadRow(line, number[: LONGEST["external_no"]], str(why))

    def _refuse_unknown(self, cells):
        """A cell of a workbook whose value nobody can know."""
        for at, cell in enumerate(cells):
            if type(cell) is str:
                continue
            heading = self.layout.names[at] if at < self.width else ""
            if isinstance(cell, Formula):
                why = _("“%(heading)s” holds a formula. Put its value there.", heading=heading)
            else:
                why = _("“%(heading)s” shows the error %(error)s.", heading=heading, error=str(cell))
            raise _Unreadable(why)

    def _check_width(self, cells):
        while len(cells) > self.width and not cells[-1]:
            cells.pop()
        if len(cells) != self.width:
            raise _Unreadable(
                _("It has %(found)s columns instead of %(wanted)s.", found=len(cells), wanted=self.width)
            )

    def _order(self, line, cells):
        row = {code: cells[at] for code, at in self.ours if cells[at]}
        for code, words in row.items():
            if len(words) > LONGEST[code]:
                raise _Unreadable(_too_long(self.layout.heading(code), LONGEST[code]))
        row["external_no"] = self._number(row.get("external_no", ""))
        if "phone" in row:
            row["phone"] = _unforced(row["phone"])
        if not ("title" in row or "body" in row):
            raise _Unreadable(_("There are no words."))
        self._read_moments(row)
        self._read_codes(row)
        others, personal = (self._kept(cells, places) for places in (self.others, self.personal))
        return HotlineOrder(line, **row, others=others, personal=personal)

    def _kept(self, cells, places):
        kept = {str(at): cells[at] for at in places if cells[at]}
        for at, words in kept.items():
            if len(words) > MOST_OTHER:
                raise _Unreadable(_too_long(self.layout.names[int(at)], MOST_OTHER))
        return kept

    def _number(self, number):
        number = _unforced(number)
        if not number:
            raise _Unreadable(_("The number is missing."))
        if ROUNDED.fullmatch(number):
            raise _Unreadable(
                _("A spreadsheet has rounded the number. Make its column text before the file is saved.")
            )
        return number

    def _read_moments(self, row):
        for code in (*PAST, "due_at"):
            if code not in row:
                continue
            moment = read_moment(row[code], day_ends=code == "due_at")
            if moment is None or moment < EARLIEST:
                heading = self.layout.heading(code)
                raise _Unreadable(_("“%(heading)s” is no date; write 2026-03-14 16:30.", heading=heading))
            latest = self.now + LATEST_DUE if code == "due_at" else self.now
            if moment > latest:
                raise _Unreadable(_("“%(heading)s” lies too far ahead.", heading=self.layout.heading(code)))
            row[code] = moment

    def _read_codes(self, row):
        row["urgency"] = URGENCIES.get(row.get("priority", "").lower())
        row["kind_words"] = row.pop("kind", "")
        row.pop("state", None)  # theirs; ours is written back
        row["kind"] = KINDS.get(row["kind_words"].lower())
        row["assist"] = tuple(name for part in SEVERAL.split(row.get("assist", "")) if (name := part.strip()))
        row["confidential"] = self._coded(row, "confidential", YES_NO) is not False
        row["city_contacted"] = self._coded(row, "city_contacted", YES_NO)
        row["city_solved"] = self._coded(row, "city_solved", SOLVED)
        row["city_satisfied"] = self._coded(row, "city_satisfied", SATISFIED)

    def _coded(self, row, code, words):
        try:
            return words[row.get(code, "").lower()]
        except KeyError:
            heading = self.layout.heading(code)
            known = "、".join(word for word in words if word and not word.isascii())
            why = _("“%(heading)s” must be one of: %(known)s.", heading=heading, known=known)
            raise _Unreadable(why) from None


def _too_long(heading, most):
    return _("“%(heading)s” is longer than %(most)s characters.", heading=heading, most=most)


def _unforced(number):
    found = FORCED_TEXT.fullmatch(number)
    return (found[1] if found else number).removeprefix("'").strip()
