"""Writing the hotline's own columns back (回填), CSV or XLSX; nothing in them runs in a spreadsheet.

Pure: no Flask, no database. `rows` come from `Layout.cells`.
"""

import csv
import importlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from civic.config import ROOT
from civic.csv_files import CONTROLS, inert

SECONDS = 120  # a child process may take for a workbook


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


def write_xlsx_apart(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """The same by a child process, so that who answers requests stays small.

    Raises subprocess.SubprocessError when the child fails or takes too long.
    """
    lines = "\n".join(json.dumps(list(line), ensure_ascii=False) for line in (header, *rows))
    command = [sys.executable, "-m", "civic.dispatch.hotline_export", str(path)]
    subprocess.run(command, input=lines.encode(), cwd=ROOT, check=True, timeout=SECONDS, capture_output=True)


def main() -> None:
    """The child: JSON lines come in, the header first, the workbook is at the path named."""
    lines = (json.loads(line) for line in sys.stdin.buffer)
    write_xlsx(Path(sys.argv[1]), next(lines), lines)


if __name__ == "__main__":
    main()
