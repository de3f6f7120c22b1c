"""The vote on paper: what is asked until when, and afterwards how it came out."""

from tests.factories.votes import cast_for, close, make_draft, make_vote


def test_the_poster_asks_and_later_tells(page, town):
    vote = make_vote(town.secretary, question="桶站放在哪儿")
    cast_for(vote, town.household, "丙")
    doc = page.get("votes.poster", no=vote.id)
    assert doc.h1 == "桶站放在哪儿"
    assert "截止" in doc and doc.one(".poster-scan svg")
    close(vote)
    assert "户" in page.get("votes.poster", no=vote.id).one(".lead").text()


def test_a_draft_has_no_poster(page, town):
    page.get("votes.poster", no=make_draft(town.secretary).id, status=404)
