"""/desk for staff and bodies, /mine for everybody."""

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user

from civic.accounts import policies as persons
from civic.authorization import requires, signed_in
from civic.database import writing
from civic.desk import policies, queries
from civic.desk.advice import ADVICE
from civic.desk.waiting import waiting_for
from civic.dispatch import exception_policies as exceptions
from civic.dispatch import policies as dispatch
from civic.issues.solved import solved_like
from civic.notifications.inbox import mark_read
from civic.notifications.queries import count_unread, page_of_messages, shown_to
from civic.notifications.words import address, matter, sentence
from civic.rendering import render
from civic.reviews import policies as reviews
from civic.submissions import OnceForm

bp = Blueprint("desk", __name__)
# Whose ways lead on from the desk.
OFFICES = {
    "ways": policies, "persons": persons, "dispatch": dispatch, "exceptions": exceptions, "reviews": reviews,
}  # fmt: skip


@bp.get("/desk")
@requires(policies.may_sit)
def index():
    """What waits for me, urgent and oldest first."""
    rows = waiting_for(current_user)
    solved = solved_like({row.category for row in rows})
    return render("desk/index.html", rows=rows, advice=ADVICE, solved=solved, **OFFICES)


@bp.get("/mine")
@requires(signed_in)
def mine():
    """我的: what is new for me, what I raised, where my household can vote."""
    return render(
        "desk/mine.html",
        messages=page_of_messages(current_user.id, size=5),
        unread=count_unread(current_user.id),
        shown=shown_to(current_user.id),
        issues=queries.issues_of(current_user.id),
        votes=queries.open_votes(current_user.community_ids),
        sentence=sentence,
        address=address,
        matter=matter,
    )


@bp.get("/messages")
@requires(signed_in)
def messages():
    """Everything I was told."""
    page = page_of_messages(current_user.id, request.args.get("after"))
    said = {"sentence": sentence, "address": address, "matter": matter}
    return render("desk/messages.html", page=page, button=OnceForm(), **said)


@bp.post("/messages/reading")
@requires(signed_in)
def create_reading():
    """I have seen them all."""
    with writing():
        mark_read(current_user.id)
    return redirect(url_for(".messages"), 303)
