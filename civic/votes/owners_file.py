"""An owners' register as CSV: a home a line, its floor area, and a key that tells owners apart.

Pure: no Flask, no database. Lines with the same key belong to one owner (heads.py). The key may be a
name; it only groups lines while the file is read and is kept nowhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from civic.csv_files import FileFault, encoding_of, records

COLUMNS = ("building", "door", "unit", "owner", "area")
# What the same columns are called in lists of land registers and property companies.
ALSO = {
    "楼": "building", "楼号": "building", "幢号": "building", "栋号": "building", "楼栋": "building",
    "门": "door", "门号": "door", "单元": "door", "单元号": "door",
    "房号": "unit", "室号": "unit", "房间号": "unit", "户号": "unit", "室": "unit",
    "业主": "owner", "业主编号": "owner", "业主姓名": "owner", "姓名": "owner", "产权人": "owner",
    "面积": "area", "建筑面积": "area", "专有面积": "area", "专有部分面积": "area",
    "面积(平方米)": "area", "建筑面积(平方米)": "area", "面积(㎡)": "area", "面积(m2)": "area",
}  # fmt: skip
BUILDING = re.compile(r"^(\d{1,4})(?:号楼|楼|号|幢|栋|座)?$")
DOOR = re.compile(r"^(\d{1,3})(?:单元|号门|门|号)?$")
UNIT = re.compile(r"^(\w{1,20}?)室?$")
AREA = re.compile(r"^(\d{1,7})(?:\.(\d{1,2}))?(?:m2|平方米|平米)?$")
NOTHING = re.compile(r"^-[\d.]+$|^[-+]?0+(\.0*)?$")  # a negative area, or none
FORMULA = ("=", "+", "-", "@")
SAMPLE = (
    ("楼号", "单元", "房号", "业主", "面积"),
    ("3", "2", "301", "A017", "89.50"),
    ("3", "2", "302", "A017", "64.20"),
)
MOST_LINES, MOST_KEY = 50_000, 64


@dataclass(frozen=True)
class Line:
    """One home of the file, `number` lines from its top; the area in 0.01 m²."""

    number: int
    building: int
    door: int
    unit: str
    owner: str
    area_centi: int

    @property
    def home(self) -> tuple[int, int, str]:
        """Building, door and number."""
        return self.building, self.door, self.unit

    def __str__(self) -> str:
        return f"{self.building}-{self.door}-{self.unit}"


@dataclass(frozen=True)
class Fault:
    """A line that cannot be taken, and why, in a sentence."""

    number: int
    reason: str


@dataclass(frozen=True)
class Register:
    """What a file says: its lines that can be read, and those that cannot."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    def without_names(self) -> str:
        """The same homes as CSV with numbers for owners: what a page may hold until it is confirmed."""
        numbers = {}
        rows = [",".join(COLUMNS)]
        for one in self.lines:
            number = numbers.setdefault(one.owner, len(numbers) + 1)
            whole, part = divmod(one.area_centi, 100)
            rows.append(f"{one.building},{one.door},{one.unit},{number},{whole}.{part:02d}")
        return "\n".join(rows)


def read(path: Path) -> Register:
    """Every line of the file. Raises FileFault for a file that cannot be read as a whole."""
    encoding = encoding_of(path)
    lines, faults, at, width = {}, [], None, 0
    for number, cells in records(path, encoding):
        if at is None:
            at, width = _columns(cells), len(cells)
        elif any(cell.strip() for cell in cells):
            found = _line(number, cells, at, width)
            found = _fits(found, lines) if isinstance(found, Line) else found
            if isinstance(found, Fault):
                faults.append(found)
            else:
                lines[found.home] = found
        if len(lines) + len(faults) > MOST_LINES:
            raise FileFault(_("The file has more than 50,000 lines. Bring it in a community at a time."))
    if not lines and not faults:
        raise FileFault(_("The file has no homes in it."))
    return Register(tuple(lines.values()), tuple(faults))


def _columns(cells):
    names = [re.sub(r"\s", "", _plain(cell)).lower() for cell in cells]
    names = [ALSO.get(name, name) for name in names]
    if missing := [name for name in COLUMNS if name not in names]:
        wanted = ", ".join(missing)
        raise FileFault(_("The header line lacks these columns: %(columns)s.", columns=wanted))
    if twice := [name for name in COLUMNS if names.count(name) > 1]:
        raise FileFault(_("Two columns are called “%(name)s”; keep one.", name=twice[0]))
    return [names.index(name) for name in COLUMNS]


def _plain(cell):
    """Full-width figures and letters as plain ones, no spaces around."""
    return unicodedata.normalize("NFKC", cell).strip()


def _line(number, cells, at, width):
    if len(cells) != width:
        reason = _("It has %(found)s columns instead of %(wanted)s.", found=len(cells), wanted=width)
        return Fault(number, reason)
    said = [_plain(cells[column]) for column in at]
    if reason := _reason(*said):
        return Fault(number, reason)
    house, stair, home = BUILDING.match(said[0]), DOOR.match(said[1]), UNIT.match(said[2])
    size, owner = AREA.match(said[4]), re.sub(r"\s", "", said[3]).casefold()
    centi = int(size[1]) * 100 + int((size[2] or "").ljust(2, "0"))
    return Line(number, int(house[1]), int(stair[1]), home[1], owner, centi)


def _reason(building, door, unit, owner, area):
    """Why this line cannot be taken, or None."""
    if NOTHING.match(area):
        return _("The area must be more than nothing.")
    if any(cell.startswith(FORMULA) for cell in (building, door, unit, owner, area)):
        return _("There is a formula in it. Save the list with values only.")
    if not (BUILDING.match(building) and DOOR.match(door) and UNIT.match(unit)):
        return _("Building, door and number cannot be read, as in 3, 2, 301.")
    if not owner or len(owner) > MOST_KEY:
        return _("The owner is missing. A number that tells owners apart is enough.")
    return None if AREA.match(area) else _("The area cannot be read. Write square metres, as in 89.50.")


def _fits(line, lines):
    """The line, or what is wrong with it beside those before it."""
    first = lines.get(line.home)
    if first is None:
        return line
    if first.owner == line.owner and first.area_centi == line.area_centi:
        return Fault(
            line.number, _("%(home)s stands in line %(line)s already.", home=line, line=first.number)
        )
    if first.owner == line.owner:
        reason = _("Line %(line)s gives %(home)s another area.", home=line, line=first.number)
        return Fault(line.number, reason)
    reason = _(
        "Line %(line)s gives %(home)s to another owner. People who own a home together are one owner: "
        "write it once.",
        home=line,
        line=first.number,
    )
    return Fault(line.number, reason)
