"""Writing the hotline's own columns back (回填), CSV or XLSX; nothing in them runs in a spreadsheet.

Pure: no Flask, no database. `rows` come from `Layout.cells`.
"""

import csv
import importlib
from collections.abc import Iterable
from pathlib import Path

from civic.csv_files import CONTROLS, inert


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> int:
    """Write UTF-8 that Excel reads as Chinese; a cell like a formula gets an apostrophe. Returns the rows."""
    count = 0
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([_safe(words) for words in header])
        for row in rows:
            lines.writerow([_safe(words) for words in row])
            count += 1
    return count


def _safe(words):
    return inert(CONTROLS.sub("", words))


def write_xlsx(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> int:
    """Write a workbook of text cells; returns the number of rows. Loads openpyxl (30 MB)."""
    return importlib.import_module("civic.dispatch.hotline_workbook").write_workbook(path, header, rows)
