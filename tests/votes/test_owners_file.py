"""An owners' register from a file: what can be read, what is refused in words, all of it or nothing."""

import io

import pytest
from sqlalchemy import func, select

from civic.csv_files import FileFault
from civic.database import writing
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.places.models import Household
from civic.votes import owners, owners_file, owners_import, roll
from civic.votes.regimes import Regime
from civic.votes.roll_models import Basis, OwnedHome, Owner
from tests.factories.votes import make_draft, make_paper_vote

HEAD = "楼号,单元,房号,业主,面积\n"


@pytest.fixture
def file(tmp_path):
    def write(words, encoding="utf-8"):
        path = tmp_path / "register.csv"
        path.write_bytes(words.encode(encoding))
        return path

    return write


def labels(town):
    return [home.unit_label for home in homes(town)]


def homes(town):
    behind = select(Household).where(Household.door_id == town.door.id)
    return list(db.session.scalars(behind.order_by(Household.id)))


def bring_in(town, path):
    with writing():
        return owners_import.bring_in(
            town.community.id, owners_file.read(path), basis=Basis.SURVEY, by=town.secretary
        )


def test_lines_are_read_as_lists_are_written(app, file):
    words = "幢号;单元号;房号;姓名;建筑面积(平方米)\n3号楼;2单元;301室;张 三;89.5\n３;２;302;张三;64平方米\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        found = owners_file.read(file(words, encoding))
        assert not found.faults
        assert [(one.home, one.area_centi) for one in found.lines] == [
            ((3, 2, "301"), 8950),
            ((3, 2, "302"), 6400),
        ]
        assert len({one.owner for one in found.lines}) == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("3,1,301,A,0", "大于0"),
        ("3,1,301,A,-5", "大于0"),
        ("3,1,301,A,-0.00", "大于0"),
        ("3,1,301,A,", "看不懂"),
        ("3,1,301,A,89.555", "看不懂"),
        ('3,1,301,A,"1,089"', "看不懂"),
        ("3,1,301,A,nan", "看不懂"),
        ("3,1,301,A,1e5", "看不懂"),
        ("3,1,301,A,=B2*2", "公式"),
        ("3,1,301,=HYPERLINK(1),89", "公式"),
        ("=1+2,1,301,A,89", "公式"),
        ("@x,1,301,A,89", "公式"),
        ("三,1,301,A,89", "看不懂"),
        ("3,1,3-01,A,89", "看不懂"),
        ("3,1,301, ,89", "没写业主"),
        ("3,1,301,A", "列"),
        ("3,1,301,A,89,9", "列"),
        ("3,1,201,A,89", "第2行已经有了"),
        ("3,1,201,A,90", "另一个面积"),
        ("3,1,201,B,89", "共有"),
    ],
)
def test_a_bad_line_is_named_in_words(app, file, line, why):
    found = owners_file.read(file(f"{HEAD}3,1,201,A,89\n{line}\n"))
    assert [(one.number, why in one.reason) for one in found.faults] == [(3, True)], found.faults
    assert len(found.lines) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "空"),
        (HEAD, "一户也没有"),
        ("楼号,单元,房号,业主\n3,1,301,A\n", "area"),
        ("楼号,单元,房号,业主,面积,建筑面积\n", "两列"),
        (HEAD + '3,1,"301,A,89\n', "引号"),
        ("PK\x03\x04", "Excel"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused_whole(app, file, words, why):
    with pytest.raises(FileFault, match=why):
        owners_file.read(file(words))


def test_without_names_it_says_the_same(app, file):
    found = owners_file.read(file(f"{HEAD}3,1,201,张三,89.05\n3,1,202,李四,70\n4,1,201,张三,7.5\n"))
    again = found.without_names()
    assert "张" not in again and "李" not in again
    lines = owners_file.read(file(again)).lines
    assert [(one.home, one.area_centi, one.owner) for one in lines] == [
        ((3, 1, "201"), 8905, "1"), ((3, 1, "202"), 7000, "2"), ((4, 1, "201"), 750, "1"),
    ]  # fmt: skip


def test_one_owner_of_several_is_one_head_with_the_areas_of_the_file(town, file):
    one, two, three = homes(town)[:3]
    rows = "".join(
        f"3,1,{home.unit_label},{key},50.25\n" for home, key in ((one, "A"), (two, "B"), (three, "A"))
    )
    done = bring_in(town, file(HEAD + rows))
    assert (done.several, done.owners, len(done.areas)) == ([[one.id, three.id]], 2, 3)
    lines = {line["unit_id"]: line["area_centi"] for line in roll.lines_of(make_paper_draft(town))}
    assert lines[one.id] == 10050 and lines[two.id] == 5025 and three.id not in lines
    verbs = set(db.session.scalars(select(LedgerEntry.verb)))
    assert {"owners.imported", "household.measured"} <= verbs
    assert db.session.scalar(select(Owner.basis)) == Basis.SURVEY


def make_paper_draft(town):
    return make_draft(
        town.secretary, regime=Regime.OWNERS_SPECIAL, conduct="paper", convened_by="星榆花园业主大会"
    )


def test_a_second_time_changes_nothing(town, file):
    one, two = labels(town)[:2]
    path = file(f"{HEAD}3,1,{one},A,50\n3,1,{two},A,60\n")
    bring_in(town, path)
    entries = db.session.scalar(select(func.count()).select_from(LedgerEntry))
    done = bring_in(town, path)
    assert (done.several, done.areas, done.there) == ([], {}, 1)
    assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == entries


@pytest.mark.parametrize("wrong", ["99,1,301,A,50", "3,1,99999,B,50"])
def test_one_unknown_home_and_nothing_is_written(town, file, wrong):
    one, two = labels(town)[:2]
    before = [home.area_centi for home in homes(town)]
    with pytest.raises(Conflict, match="第4行"):
        bring_in(town, file(f"{HEAD}3,1,{one},A,50\n3,1,{two},A,60\n{wrong}\n"))
    assert db.session.scalar(select(func.count()).select_from(Owner)) == 0
    assert [home.area_centi for home in homes(town)] == before


def test_what_is_at_odds_with_an_entry_is_told(town, file):
    first, second, third = homes(town)[:3]
    with writing():
        owners.join([first, second], basis=Basis.REGISTRY, by=town.secretary)
    rows = f"3,1,{second.unit_label},A,50\n3,1,{third.unit_label},A,50\n"
    with pytest.raises(Conflict, match="第2行.*撤掉"):
        bring_in(town, file(HEAD + rows))
    assert db.session.scalar(select(func.count()).select_from(OwnedHome)) == 2


def test_an_open_vote_keeps_its_areas(town, file):
    vote = make_paper_vote(town)
    root, area = vote.roll_root, vote.roll_area
    one, two = labels(town)[:2]
    bring_in(town, file(f"{HEAD}3,1,{one},A,50\n3,1,{two},A,60\n"))
    db.session.expire_all()
    assert (vote.roll_root, vote.roll_area) == (root, area)


def test_the_office_looks_before_it_writes(page, town):
    one, two = labels(town)[:2]
    office = page.as_(town.secretary)
    office.get("votes.owners_page")
    office.follow("从文件导入")
    bad = (io.BytesIO(f"{HEAD}3,1,{one},张三,0\n3,1,{two},张三,60\n9,9,901,张三,60".encode()), "r.csv")
    doc = office.submit("先看一遍文件", file=bad, status=422)
    assert "有2行不对" in doc and "9-9-901" in doc and "写进名册" not in doc.texts("button")
    good = (io.BytesIO(f"{HEAD}3,1,{one},张三,61\n3,1,{two},张三,60\n".encode()), "r.csv")
    doc = office.submit("先看一遍文件", file=good, status=200)
    assert "张三" not in doc.source and db.session.scalar(select(func.count()).select_from(Owner)) == 0
    doc = office.submit("写进名册")
    assert any("1 个业主名下 2 户" in said for said in doc.flashes) and "同一个业主的2户" in doc


def test_what_came_up_since_it_was_looked_through_is_told(page, town):
    one, two = labels(town)[:2]
    office = page.as_(town.secretary)
    office.get("votes.owners_from_file")
    good = (io.BytesIO(f"{HEAD}3,1,{one},A,61\n3,1,{two},A,60\n".encode()), "r.csv")
    looked = office.submit("先看一遍文件", file=good, status=200)
    first, _second, third = homes(town)[:3]
    with writing():
        owners.join([first, third], basis=Basis.REGISTRY, by=town.secretary)
    doc = office.submit("写进名册", on=looked, status=409)
    assert "撤掉" in doc


def test_nobody_else_brings_one_in(page, town):
    for person in (town.resident, town.delegate, town.officer):
        page.as_(person).get("votes.owners_from_file", status=403)
        page.as_(person).post("votes.check_owners_file", status=403)
        page.as_(person).post("votes.create_owners_import", status=403)


def test_the_command_tries_and_writes(app, town, file):
    one, two = labels(town)[:2]
    run = app.test_cli_runner().invoke
    path = str(file(f"{HEAD}3,1,{one},A,61\n3,1,{two},A,60\n"))
    told = run(args=["votes", "import-owners", path, "--dry-run"])
    assert told.exit_code == 0 and "会写进去:1 个业主名下 2 户" in told.output
    assert db.session.scalar(select(func.count()).select_from(Owner)) == 0
    told = run(args=["votes", "import-owners", path])
    assert told.exit_code == 0 and "写好了:1 个业主名下 2 户" in told.output
    told = run(args=["votes", "import-owners", str(file(f"{HEAD}3,1,{one},A,0\n"))])
    assert told.exit_code == 1 and "第2行" in told.output and "什么也没写进去" in told.output
