"""From a file to orders on the desk, on the street's pages."""

import csv
import io
import os
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from civic.database import utcnow, writing
from civic.dispatch import hotline_folder
from civic.dispatch.hotline_models import FileState, HotlineUpload, PersonalAuthorisation
from civic.dispatch.hotline_tasks import CLAIM
from civic.dispatch.models import WorkOrder
from civic.extensions import db
from tests.dispatch import hotline
from tests.dispatch.hotline import FEW, few, rows
from tests.harness.folders import ROOT

NAME, PHONE = "榆某", "13900000001"
WORK = "dispatch.hotline_files"


@pytest.fixture
def desk(page, town):
    return page.as_(town.street)


def sent(content, name="orders.csv"):
    return {"file": (io.BytesIO(content if isinstance(content, bytes) else content.encode()), name)}


def handed_in(desk, content=None, name="orders.csv"):
    desk.get("/work-orders/files")
    desk.submit("form[enctype]", sent(content or hotline.text(rows(3)), name))
    return newest()


def newest():
    db.session.rollback()
    return db.session.scalars(select(HotlineUpload).order_by(HotlineUpload.id.desc())).first()


def orders():
    return db.session.scalar(select(func.count()).select_from(WorkOrder))


def test_a_file_is_shown_first_and_taken_in_when_asked(desk, town, tick):
    upload = handed_in(desk)
    assert upload.state is FileState.WAITING and upload.handed_in_by == town.street.id
    tick(WORK)
    doc = desk.region(f"/work-orders/files/{upload.id}", "filing")
    assert "1号楼电梯坏了" in doc.text and "区编码" in doc.text
    assert NAME not in doc.text and PHONE not in doc.text and "wx1" not in doc.text
    assert orders() == 0
    desk.get(f"/work-orders/files/{upload.id}")
    desk.submit("form[action$=intake]")
    assert orders() == 0
    tick(WORK)
    upload = newest()
    assert (upload.state, upload.new, upload.callbacks) == (FileState.DONE, 3, 3) and orders() == 3
    assert not hotline_folder.file_of(upload.token).exists()
    assert not hotline_folder.preview_of(upload.token)
    assert "没有留下" in desk.get(f"/work-orders/files/{upload.id}").text
    assert "1号楼电梯坏了" in desk.get("/work-orders").text


def test_bad_lines_are_shown_and_fetched_as_a_list(desk, tick):
    lines = [few("A1"), few("A2", submitted="3/14/26"), few("=cmd|' /c'!A1", title="")]
    upload = handed_in(desk, hotline.text(lines, FEW))
    tick(WORK)
    doc = desk.get(f"/work-orders/files/{upload.id}")
    assert "诉求时间" in doc.text and (newest().good, newest().bad) == (1, 2)
    answer = desk.fetch(f"/work-orders/files/{upload.id}/errors.csv")
    told = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["line"] for row in told] == ["3", "4"]
    assert told[1]["external_no"].startswith("'=")


def test_a_file_that_cannot_be_read_says_why_and_goes(desk, tick):
    upload = handed_in(desk, "number,words\n1,灯坏了\n")
    tick(WORK)
    assert newest().state is FileState.REFUSED
    assert "工单编号" in desk.get(f"/work-orders/files/{upload.id}").text
    assert not hotline_folder.file_of(upload.token).exists()
    assert desk.post(f"/work-orders/files/{upload.id}/intake", status=409, follow=False)


def test_a_workbook_is_read_by_the_worker(desk, tick, tmp_path):
    path = hotline.workbook(tmp_path / "l.xlsx", [few("B1"), few("B2", title="=1+1")], FEW)
    handed_in(desk, path.read_bytes(), "l.xlsx")
    tick(WORK)
    assert (newest().good, newest().bad) == (1, 1)


def test_the_wrong_file_is_deleted_at_once(desk, tick):
    upload = handed_in(desk)
    tick(WORK)
    desk.get(f"/work-orders/files/{upload.id}")
    desk.submit("form[action$=removal]")
    assert newest().state is FileState.DROPPED and not hotline_folder.file_of(upload.token).exists()
    tick(WORK)
    assert orders() == 0


def test_two_who_decide_at_once_are_told(desk, tick):
    upload = handed_in(desk)
    tick(WORK)
    shown = newest().version
    desk.post(f"/work-orders/files/{upload.id}/intake", {"version": shown}, follow=False)
    desk.post(f"/work-orders/files/{upload.id}/removal", {"version": shown}, status=409, follow=False)
    assert newest().state is FileState.ACCEPTED


def test_a_file_another_worker_is_at_is_left_until_its_claim_ends(desk, tick, clock):
    handed_in(desk)
    with writing():
        newest().claimed_until = utcnow() + CLAIM
    tick(WORK)
    assert newest().state is FileState.WAITING
    clock.forward(minutes=11)
    tick(WORK)
    assert newest().state is FileState.CHECKED


def test_names_are_kept_only_when_all_of_the_authorisation_is_there(desk, tick, town):
    upload = handed_in(desk)
    tick(WORK)
    desk.get(f"/work-orders/files/{upload.id}")
    doc = desk.submit("form[action$=intake]", allowed_by="望榆街道接诉即办办公室", status=422)
    assert "一起填" in doc.text and newest().state is FileState.CHECKED
    given = {
        "allowed_by": "望榆街道接诉即办办公室",
        "reference": "榆接办〔2026〕3号",
        "retain_until": "2027-06-30",
    }
    desk.submit("form[action$=intake]", given)
    row = db.session.scalars(select(PersonalAuthorisation)).one()
    assert row.reference == given["reference"] and row.recorded_by == town.street.id
    assert newest().authorisation_id == row.id


def test_nobody_but_the_street_comes_near(page, town, desk, tick):
    upload = handed_in(desk)
    for person in (town.resident, town.secretary, town.officer, None):
        other = page.as_(person)
        for address in ("/work-orders/files", f"/work-orders/files/{upload.id}"):
            assert other.fetch(address).status_code in (302, 303, 403, 404), (person, address)


def test_a_file_larger_than_any_photo_is_taken_from_the_street_and_nobody_else(page, town, desk):
    content = hotline.text(rows(2)) + "\n" * (13 << 20)
    assert whole_body(desk, town, content).status_code == 303 and newest().size > 12 << 20
    refused = whole_body(page.as_(town.resident), town, content)
    assert refused.status_code == 413 and "太大" in refused.text


def whole_body(who, town, content):
    """The answer to a body of that size, sent as bytes: the test client would keep a file open."""
    fields = {"csrf_token": who.csrf_token(), "community": town.community.id, "source": "12345"}
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"{head.format(name)}\r\n\r\n{value}" for name, value in fields.items()]
    parts.append(f'{head.format("file")}; filename="l.csv"\r\n\r\n{content}')
    body = "--end\r\n" + "\r\n--end\r\n".join(parts) + "\r\n--end--\r\n"
    kind = "multipart/form-data; boundary=end"
    return who.client.post("/work-orders/files", data=body.encode(), content_type=kind)


def test_leftovers_go_by_themselves(desk, tick, clock):
    upload = handed_in(desk)
    tick(WORK)
    assert not tick("dispatch.hotline_leftovers")["dispatch.hotline_leftovers"]
    clock.forward(days=8)
    tick("dispatch.hotline_leftovers")
    assert newest().state is FileState.DROPPED and not hotline_folder.file_of(upload.token).exists()


def test_who_answers_requests_never_loads_the_workbook_library(tmp_path):
    said = (
        "import sys; from pathlib import Path; from civic import create_app; create_app();"
        "from civic.dispatch.hotline_export import write_xlsx_apart as write;"
        "write(Path(sys.argv[1]), ['工单编号'], [['=1+1']]); print('openpyxl' in sys.modules)"
    )
    path, environment = tmp_path / "l.xlsx", os.environ | {"CIVIC_INSTANCE": str(tmp_path / "instance")}
    command = [sys.executable, "-c", said, str(path)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False" and path.stat().st_size > 1000
