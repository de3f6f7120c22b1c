"""What the bench says is what wrk said, what the database was asked, and what the goals are."""

import pytest
from sqlalchemy import create_engine, text

from benchmarks import goals, soak, wrk
from benchmarks.answers import ask, is_counted, statements
from benchmarks.plan import Row
from benchmarks.run import main as run_all

TOLD = """Running 1s test @ http://127.0.0.1:1
  16 threads and 16 connections

BENCH requests=500 microseconds=1000000 refused=2 broken=1 p50=2500 p95=9000 p99=12000 max=20000
"""


def run(rps, **more):
    figures = {"p50_ms": 1, "p95_ms": 2, "p99_ms": 3, "requests": 10, "failed": 0}
    return wrk.Run(rps=rps, **figures | more)


def test_a_run_is_read_from_the_one_line_of_our_script():
    found = wrk.parse(TOLD)
    assert (found.rps, found.p50_ms, found.p95_ms, found.p99_ms) == (500, 2.5, 9, 12)
    assert found.failed == 3


def test_a_run_that_did_not_finish_is_no_run():
    with pytest.raises(ValueError, match="unable to connect"):
        wrk.parse("unable to connect to 127.0.0.1:1")


def test_medians_count_and_failures_add_up():
    middle = wrk.middle([run(10), run(900, failed=2), run(30)])
    assert (middle.rps, middle.failed, middle.requests) == (30, 2, 30)


def test_a_row_is_held_against_what_was_measured_beside_it():
    row = Row("detail", "detail", [], sql=5, bytes_gz=4000, pages=2)
    found = goals.result(row, run(200), run(1000), run(160))
    assert (found["rps"], found["ratio_h"], found["ratio_c"]) == (100, 0.1, 0.625)


def test_marks_and_missed_goals_agree():
    one = {"name": "list-x", "kind": "list", "ratio_h": 0.05, "ratio_c": 0.499, "sql": 7}
    marks = [goals.mark("list", figure, one[figure]) for figure in ("ratio_h", "ratio_c", "sql")]
    assert marks == ["✓", "✗", "✗"]
    assert [line.split(":")[1].split()[0] for line in goals.missed([one])] == ["ratio_c", "sql"]


def test_the_table_has_every_row_and_its_marks():
    found = goals.result(Row("list-y", "list", [], sql=1), run(200), run(1000), run(160))
    first, line = goals.table([found]).splitlines()
    assert first.split() == list(goals.FIGURES)
    assert line.startswith("list-y") and "0.2✓" in line and "1.25✓" in line


@pytest.mark.parametrize(("ratio", "void"), [(0.149, True), (0.15, False), (0.3, False), (0.301, True)])
def test_a_ceiling_out_of_bounds_makes_a_run_void(ratio, void):
    assert goals.is_void(ratio) is void


def test_the_frame_of_a_transaction_is_not_counted():
    assert not is_counted("BEGIN IMMEDIATE") and not is_counted("COMMIT")
    assert is_counted("SELECT 1") and is_counted("SAVEPOINT one")


def test_statements_are_counted_while_one_looks(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/counted.db")
    with engine.connect() as connection:
        with statements() as seen:
            connection.execute(text("SELECT 1"))  # sends BEGIN first
        connection.execute(text("SELECT 2"))
    engine.dispose()
    assert seen == ["SELECT 1"]


def test_an_answer_comes_with_its_statements_and_its_bytes(client, app):
    response, seen, size = ask(app, wrk.Call("/issues"))
    assert response.status_code == 200
    assert 1 <= len(seen) <= 6
    assert size == len(response.data) and response.headers["Content-Encoding"] == "gzip"


def test_without_wrk_there_is_one_plain_line(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "/nowhere")

    assert run_all([]) == 1
    assert "needs wrk" in capsys.readouterr().out


def test_a_long_check_is_due_again_when_its_rooms_change_and_only_then(tmp_path, monkeypatch):
    assert set(soak.ROOMS) == set(soak.CHECKS) and set(soak.ON_BOTH) <= set(soak.CHECKS)
    for name in ("civic/foundation.py", "civic/votes/tally.py", "civic/topics/levels.py", "verifier/v.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    monkeypatch.chdir(tmp_path)
    first = {name: soak.code(name) for name in soak.CHECKS}
    (tmp_path / "civic/topics/levels.py").write_text("2")
    changed = {name for name in soak.CHECKS if soak.code(name) != first[name]}
    assert changed == {name for name, rooms in soak.ROOMS.items() if "topics" in rooms}
    (tmp_path / "civic/votes/tally.py").write_text("2")
    changed = {name for name in soak.CHECKS if soak.code(name) != first[name]}
    assert changed == {name for name, rooms in soak.ROOMS.items() if "votes" in rooms}
    (tmp_path / "civic/foundation.py").write_text("2")
    assert all(soak.code(name) != first[name] for name in soak.CHECKS)
