"""The pages that help to check: three offers in their order, three steps, the program as a file."""

from hashlib import sha256

from benchmarks.tampering import PROGRAM
from civic.ledger.signing import grouped_fingerprint
from civic.votes import bundle
from tests.factories.votes import cast_for, close, make_council_vote, make_vote, speak_for


def test_a_result_offers_three_ways_to_check_in_their_order(page, town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    close(vote)
    doc = page.get("votes.show", no=vote.id)
    offered = [link.text() for link in doc.all(".three .btn")]
    assert offered == ["查我家的票收到没有", "当场怎么数的", "请懂电脑的亲友帮您重算"]
    assert "全部放在一个文件里" in doc


def test_a_named_result_offers_its_roll_call(page, town):
    vote = make_council_vote(town.secretary, town.council)
    speak_for(vote, town.seats[0])
    close(vote)
    doc = page.get("votes.show", no=vote.id)
    assert [link.text() for link in doc.all(".three .btn")][1:] == ["当场怎么数的", "请懂电脑的亲友帮您重算"]


def test_the_page_for_the_relative_leads_to_both_files(page, town):
    vote = make_vote(town.secretary)
    close(vote)
    doc = page.get("votes.verify", vote=vote.id)
    links = [link.attributes["href"] for link in doc.all("main a")]
    assert f"/votes/{vote.id}/bundle.json" in links and "/verify/verifier.py" in links
    assert (
        grouped_fingerprint(bytes.fromhex(bundle.site_key())) in doc
        and sha256(PROGRAM.read_bytes()).hexdigest() in doc
    )
    assert "/votes?state=closed" in [
        link.attributes["href"] for link in page.get("votes.verify").all("main a")
    ]
    page.get("votes.verify", vote=999, status=404)


def test_program_and_key_are_files(page, town):
    with page.client.get("/verify/verifier.py") as program:
        assert program.data == PROGRAM.read_bytes()
        assert program.headers["Content-Disposition"] == "attachment; filename=verifier.py"
    with page.client.get("/verify/program") as shown:
        assert shown.data == PROGRAM.read_bytes() and shown.mimetype == "text/plain"
    assert page.client.get("/verify/key").text.strip() == bundle.site_key()
