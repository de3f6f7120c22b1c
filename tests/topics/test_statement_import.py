"""A conversation from Polis: read by header name, printed as JSON alone, safe to run twice."""

import csv
import json

import pytest
from sqlalchemy import func, select

from civic.extensions import db
from civic.topics import polis_folder
from civic.topics.commands import topics
from civic.topics.models import Topic
from civic.topics.statement_models import Kinship, Statement, StatementAnswer
from tests.topics.planted import adjusted_rand, export, planted

SIZES, STATEMENTS = [40, 25, 15], 20


@pytest.fixture
def folder(tmp_path):
    """The generated twin of the real conversations."""
    rows, groups = planted(SIZES, STATEMENTS, seed=4)
    return export(tmp_path, rows, groups, STATEMENTS, off=(5,))


def run(app, *arguments):
    return app.test_cli_runner().invoke(topics, ["import-statements", *map(str, arguments)])


def official(folder):
    with (folder / "participants-votes.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def agreement(told, people):
    both = [(told["groups"][one["participant"]], one["group-id"]) for one in people
            if one["group-id"] and one["participant"] in told["groups"]]  # fmt: skip
    return adjusted_rand(*zip(*both, strict=True))


def rows_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_planted_groups_come_back_as_json_and_nothing_else(app, town, folder):
    ran = run(app, folder, "--json")
    told, people = json.loads(ran.stdout), official(folder)
    assert ran.exit_code == 0 and set(told) == {"statements", "participants", "kept", "groups"}
    enough = {one["participant"] for one in people if int(one["n-votes"]) >= 7}
    assert (told["statements"], told["participants"], told["kept"]) == (STATEMENTS, 80, len(enough))
    assert set(told["groups"]) == enough and agreement(told, people) > 0.9


def test_everything_comes_over_once(app, town, folder, tick):
    first, second = run(app, folder), run(app, folder)
    assert first.exit_code == second.exit_code == 0, first.output
    people = official(folder)
    assert rows_of(Statement) == STATEMENTS
    assert rows_of(StatementAnswer) == sum(int(one["n-votes"]) for one in people)
    assert db.session.query(Topic).filter_by(title=folder.name[:80]).count() == 1
    for statement in db.session.scalars(select(Statement)):
        number = statement.body.removeprefix("第").split("句")[0]
        told = [one[number] for one in people]
        assert (statement.agrees, statement.disagrees, statement.passes) == tuple(
            map(told.count, ("1", "-1", "0"))
        )
        assert (statement.hidden_at is not None) == (number == "5")
    assert tick("topics.kinship") == {"topics.kinship": 1}
    kinship = db.session.scalar(select(Kinship))
    assert [one["members"] for one in kinship.result["groups"]] == sorted(
        (one["members"] for one in kinship.result["groups"]), reverse=True
    )
    assert len(kinship.result["groups"]) == len(SIZES)


def test_into_a_topic_that_is_there_or_not(app, town, folder):
    assert run(app, folder, "--topic", 999).exit_code == 1
    assert rows_of(Statement) == 0


def test_without_a_community_the_groups_are_still_told(app, folder):
    ran = run(app, folder, "--json")
    assert json.loads(ran.stdout)["participants"] == 80 and rows_of(Statement) == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("comments.csv", "id,text\n1,hm\n"),
        ("comments.csv", "comment-id,comment-body\nx,hm\n"),
        ("comments.csv", "comment-id,comment-body\n1,hm\n"),
        ("participants-votes.csv", "participant,0\n0,5\n"),
        ("participants-votes.csv", "who,0\n0,1\n"),
        ("participants-votes.csv", "participant,0\n,1\n"),
        ("participants-votes.csv", b"\xff\xfe\x00"),
        ("participants-votes.csv", None),
    ],
)
def test_a_folder_that_is_no_conversation(app, town, folder, name, text):
    path = folder / name
    path.unlink()
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    ran = run(app, folder, "--json")
    assert ran.exit_code == 1 and name in ran.stderr and not ran.stdout
    with pytest.raises(polis_folder.FolderFault):
        polis_folder.read(folder)
    assert rows_of(Statement) == 0


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["15-per-hour-seattle", "vtaiwan.uberx"])
def test_real_conversations_give_the_official_groups(app, real_data, name):
    ran = run(app, real_data / "polis" / name, "--json")
    told, people = json.loads(ran.stdout), official(real_data / "polis" / name)
    assert told["participants"] == len(people)
    assert told["kept"] == sum(int(one["n-votes"]) >= 7 for one in people)
    assert len(set(told["groups"].values())) == 2
    assert agreement(told, people) >= 0.7


@pytest.mark.real_data
def test_a_real_conversation_can_be_read_on_its_page(app, town, page, real_data, tick):
    assert run(app, real_data / "polis" / "15-per-hour-seattle").exit_code == 0
    assert tick("topics.kinship") == {"topics.kinship": 1}
    shown = page.get("topics.kinship", no=db.session.scalar(select(Kinship.topic_id)))
    assert len(shown.all("svg circle")) == 2
