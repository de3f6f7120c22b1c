"""The figures to reach (issue 2, reference/performance.md §5), the table, and the file of results."""

import json
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")
# kind -> {figure: (least or most, value)}
GOALS = {
    "list": {"ratio_h": (">=", 0.05), "ratio_c": (">=", 0.5), "sql": ("<=", 6)},
    "search": {"sql": ("<=", 6)},
    "detail": {"ratio_c": (">=", 0.5), "sql": ("<=", 8)},
    "ballot": {"ratio_c": (">=", 0.5), "sql": ("<=", 6), "tail": ("<=", 3)},
    "topic": {"ratio_h": (">=", 0.025), "sql": ("<=", 10), "sql_more": ("<=", 0)},  # than with ten of each
    "page": {"sql": ("<=", 8)},
    "desk": {"ratio_h": (">=", 0.05), "sql": ("<=", 8), "sql_more": ("<=", 0)},  # than at 1,000 orders
    "sweep": {"seconds": ("<=", 1), "sql": ("<=", 1)},
    "figures": {"sql": ("<=", 6)},
    "growth": {"times": ("<=", 1.25)},
    "result": {"times": ("<=", 1.2)},
    "score": {"seconds": ("<=", 2)},
    "kinship": {"seconds": ("<=", 2)},
    "memory": {"worker_mb": ("<=", 80), "all_mb": ("<=", 220)},
    "import": {"rows_per_second": (">=", 2000), "grown_mb": ("<=", 16), "longest_wait_ms": ("<=", 100)},
    "cold": {"seconds": ("<=", 2)},
}
CEILING = (0.15, 0.30)  # where C's list must land between nothing and H, or the run is void
FIGURES = ("rps", "ratio_h", "ratio_c", "p50_ms", "p95_ms", "p99_ms", "tail", "sql", "sql_more", "bytes_gz")


def mark(kind: str, figure: str, value) -> str:
    """✓ or ✗ against the goal, nothing where there is none."""
    if value is None or figure not in GOALS.get(kind, {}):
        return ""
    sign, goal = GOALS[kind][figure]
    return "✓" if (value >= goal if sign == ">=" else value <= goal) else "✗"


def result(row, run, hello, ceiling) -> dict:
    """The line of one row; a reading of several pages counts once. Ratios are to medians beside it."""
    rps = run.rps / row.pages
    return {
        "name": row.name,
        "kind": row.kind,
        "rps": round(rps, 1),
        "ratio_h": round(rps / hello.rps, 3),
        "ratio_c": round(rps / ceiling.rps, 3) if ceiling else None,
        "p50_ms": round(run.p50_ms, 2),
        "p95_ms": round(run.p95_ms, 2),
        "p99_ms": round(run.p99_ms, 2),
        "tail": round(run.p99_ms / run.p50_ms, 2) if run.p50_ms else None,  # with 16 clients
        "sql": row.sql,
        "sql_more": row.sql_more,
        "bytes_gz": row.bytes_gz,
        "failed": run.failed,
    }


def missed(results) -> list[str]:
    """Which goals were not reached, in words."""
    return [
        f"{one['name']}: {figure} {one[figure]} (goal {sign} {goal})"
        for one in results
        for figure, (sign, goal) in GOALS.get(one["kind"], {}).items()
        if mark(one["kind"], figure, one.get(figure)) == "✗"
    ]


def table(results) -> str:
    """The rows measured, figures with their marks."""
    lines = [["", *FIGURES]]
    for one in results:
        cells = []
        for figure in FIGURES:
            value = one.get(figure)
            text = "" if value is None else f"{value:,}"
            cells.append(text + mark(one["kind"], figure, value))
        lines.append([one["name"] + (f" ({one['failed']} failed!)" if one.get("failed") else ""), *cells])
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    return "\n".join(
        line[0].ljust(widths[0])
        + "".join("  " + cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    )


def is_void(ratio: float) -> bool:
    """Whether the ceiling landed where no comparison means anything."""
    return not CEILING[0] <= ratio <= CEILING[1]


def provenance() -> dict:
    """Which commit, when, on what."""
    git = ["git", "-C", str(Path(__file__).parent)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    changed = subprocess.run([*git, "status", "--porcelain", "-uno"], capture_output=True, text=True)
    return {
        "commit": commit.stdout.strip() + ("+changes" if changed.stdout.strip() else ""),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.processor() or platform.machine()}, Python {platform.python_version()}",
        "load": [round(float(part), 2) for part in Path("/proc/loadavg").read_text().split()[:3]],
    }


def save(path: Path, content: dict) -> None:
    """Whole or not at all."""
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    draft.replace(path)
