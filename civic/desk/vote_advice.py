"""The same for votes: what it is, the next act, where, its argument, three lines (advice.Advice)."""

from flask_babel import lazy_gettext as _l

VOTES = {
    "vote.paper": (
        _l("Paper ballots to be counted"),
        _l("Go on with the paper"),
        "votes.papers_page",
        "no",
        (
            _l("Count the three heaps in public and write the figures down."),
            _l("Both bodies key every ballot; a third person settles what they read differently."),
            _l("Then count. Until then nobody gets a result."),
        ),
    ),
    "vote.box": (
        _l("The box waits to be opened"),
        _l("Open it with the key holders"),
        "votes.holders",
        "no",
        (
            _l("At the place and hour announced, with the scrutineers there."),
            _l("The key holders bring their cards; two of three are enough."),
            _l("Read the mark of the list aloud before it is uploaded."),
        ),
    ),
    "vote.challenge": (
        _l("A home says: that was not us"),
        _l("Look into it"),
        "votes.papers_page",
        "no",
        (
            _l("Ask the home first, then whoever handed the ballot in."),
            _l("Before the count a ballot that was not theirs is taken out."),
            _l("Write what was found; everybody reads it."),
        ),
    ),
    "vote.certify": (
        _l("Counted, and nobody vouches for it yet"),
        _l("Look at the count"),
        "votes.show",
        "no",
        (
            _l("Do the three heaps and the number issued agree?"),
            _l("Is any home still waiting for an answer?"),
            _l("If all is well, vouch for the count on the page of the vote."),
        ),
    ),
}
