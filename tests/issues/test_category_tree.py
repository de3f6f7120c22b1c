"""The tree as a value: three levels, rows over what is built in, codes that stay, and a file of paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.csv_files import FileFault
from civic.issues import categories, category_file
from civic.issues.category_models import Category
from civic.issues.category_tree import MOST_LEVELS, PART, grow, new_code, upwards


def row(code, label="", **more):
    parent = code.rpartition(".")[0]
    facts = {"position": 10, "is_active": True, "is_provisional": False, "version": 1, "id": 7}
    return Category(code=code, parent=parent, label=label, **facts | more)


def test_built_in_codes_are_what_they_were():
    assert categories.PLAIN.is_offered("water.pipes") and not categories.PLAIN.is_offered("water.gold")
    assert [node.code for node in categories.PLAIN.children()][:2] == ["waste", "parking"]
    assert len(categories.PLAIN.nodes) == 11 + sum(
        len(leaves) for _, leaves in categories.CATEGORIES.values()
    )


def test_rows_relabel_hide_and_extend():
    rows = [
        row("water.pipes", "水管", position=5),
        row("parking", is_active=False),
        row("water.pipes.cab", "爆管"),
        row("gold.cab", "没有上级"),
    ]
    tree = grow(categories.BUILT_IN, rows)
    assert tree.nodes["water.pipes"].label == "水管" and tree.nodes["water.pipes"].questions
    assert tree.children("water")[0].code == "water.pipes"
    assert not tree.is_offered("parking.locks") and "parking.locks" in tree.nodes
    assert tree.is_offered("water.pipes.cab") and "gold.cab" not in tree.nodes
    assert tree.known("water.pipes.unknown").code == "water.pipes"


def test_an_empty_list_of_questions_takes_them_away_and_null_leaves_them():
    asked = categories.BUILT_IN["water.pipes"].questions
    assert grow(categories.BUILT_IN, [row("water.pipes")]).prompt("water.pipes").questions == asked
    emptied = grow(categories.BUILT_IN, [row("water.pipes", questions=[], divert_text="")])
    assert not emptied.prompt("water.pipes")


def test_a_finer_category_asks_what_the_one_above_it_asks():
    tree = grow(categories.BUILT_IN, [row("water.pipes.cab", "爆管", questions=["几层?"])])
    prompt = tree.prompt("water.pipes.cab")
    assert prompt.questions == ("几层?",) and prompt.divert_phone == "Water supply"


@given(st.lists(st.sampled_from(("", "a", "a.b", "abc")), min_size=1), st.text(min_size=1, max_size=40))
def test_new_codes_are_short_always_the_same_and_never_taken(parents, label):
    taken = set()
    for parent in parents:
        code = new_code(parent, label, taken)
        assert code not in taken and code == new_code(parent, label, set(taken))
        assert upwards(code)[1:] == upwards(parent) and len(code.rpartition(".")[2]) <= PART
        taken.add(code)
    assert max(code.count(".") for code in taken) < MOST_LEVELS


def written(folder, text, encoding="utf-8"):
    file = folder / "分类.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_gives_each_path_once_and_names_the_lines_that_are_wrong(tmp_path, encoding):
    text = (
        "level1,level2,level3\n城建,供水,爆管\n城建,供水,爆管\n城建,,爆管\n=1+1,供水,\n城建,供电\n"
        + "长" * 41 + ",供水,\n,,\n城建,,\n"
    )  # fmt: skip
    paths, bad = category_file.read(written(tmp_path, text, encoding))
    assert paths == [("城建", "供水", "爆管"), ("城建", "供电"), ("城建",)]
    assert [each.line for each in bad] == [4, 5, 7]


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", 'level1\n"城建\n'])
def test_a_file_that_is_none_is_refused_whole(tmp_path, text, app):
    with pytest.raises(FileFault):
        category_file.read(written(tmp_path, text))
