"""Two people on one phone: what one of them ticked and did not send is not the other's to see."""

from tests.factories.votes import make_vote
from tests.harness.signing import sign_in


def ticked(doc):
    return [each.attributes["value"] for each in doc.all("input[name=choice][checked]")]


def test_a_choice_not_sent_is_found_by_whoever_ticked_it_and_by_nobody_else(page, town):
    vote = make_vote(town.secretary)
    sign_in(page.client, town.resident)
    page.get("votes.ballot", no=vote.id)
    page.submit("下一步", choice="乙")
    sign_in(page.client, town.neighbour)
    assert ticked(page.get("votes.ballot", no=vote.id)) == []
    assert page.get("votes.check", no=vote.id, status=303)
    sign_in(page.client, town.resident)
    assert ticked(page.get("votes.ballot", no=vote.id)) == ["乙"]
