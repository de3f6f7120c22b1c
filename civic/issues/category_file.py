"""A list of categories as CSV: level1, level2, level3, one path a line. Pure: no Flask, no database.

What cannot be taken is told line by line and leaves the others alone.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from civic.csv_files import CONTROLS, FileFault, encoding_of

COLUMNS = ("level1", "level2", "level3")
ALSO = {
    "一级分类": "level1", "二级分类": "level2", "三级分类": "level3",
    "一级": "level1", "二级": "level2", "三级": "level3",
}  # fmt: skip
MOST_LABEL, MOST_ROWS = 40, 5000
FORMULA = ("=", "+", "@", "\t")


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be taken, and why, in a sentence."""

    line: int
    reason: str


def read(path: Path) -> tuple[list[tuple], list[BadLine]]:
    """Every path of the file once, in the order of the file, and the lines that cannot be taken.

    Raises FileFault for a file that cannot be read as a whole.
    """
    paths, bad = {}, []
    with open(path, encoding=encoding_of(path), newline="") as file:
        lines = csv.reader(file, strict=True)
        try:
            places = _places(next(lines, []))
            for cells in lines:
                if not any(cell.strip() for cell in cells):
                    continue
                labels, reason = _labels(cells, places)
                if reason:
                    bad.append(BadLine(lines.line_num, reason))
                else:
                    paths[labels] = None
                if len(paths) > MOST_ROWS:
                    raise FileFault(_("There are more than %(most)s categories.", most=MOST_ROWS))
        except csv.Error as fault:
            raise FileFault(
                _("Line %(line)s: the quotation marks are wrong.", line=lines.line_num)
            ) from fault
    return list(paths), bad


def _places(header):
    names = [ALSO.get(cell.strip().lower(), cell.strip().lower()) for cell in header]
    if "level1" not in names:
        raise FileFault(_("The header line lacks these columns: %(columns)s.", columns="level1"))
    return [names.index(name) for name in COLUMNS if name in names]


def _labels(cells, places):
    """(labels from the top down, None) or (None, the reason)."""
    said = [CONTROLS.sub("", cells[at]).strip() if at < len(cells) else "" for at in places]
    filled = [label for label in said if label]
    if said[: len(filled)] != filled:
        return None, _("A level is missing between two others.")
    if any(len(label) > MOST_LABEL for label in filled):
        return None, _("A name is longer than %(most)s characters.", most=MOST_LABEL)
    if any(label.startswith(FORMULA) for label in filled):
        return None, _("A name begins like a formula.")
    return tuple(filled), None
