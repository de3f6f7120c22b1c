"""What staff do with a vote: prepare it from a topic, open it, declare it void."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import utcnow, writing
from civic.errors import NotFound
from civic.extensions import db
from civic.rendering import render
from civic.submissions import once
from civic.topics.models import Topic
from civic.topics.queries import ballot_options
from civic.votes import keystore, policies, queries
from civic.votes.blueprint import votes
from civic.votes.contents import OPTIONLESS
from civic.votes.drawing import awaits_draw, enter_draw
from civic.votes.forms import VoteForm, void_form
from civic.votes.matters import BY_CODE
from civic.votes.models import Vote
from civic.votes.regimes import Regime
from civic.votes.roll_check import by_law
from civic.votes.states import BallotKind, VoidReason, VoteState
from civic.votes.terms import Conduct
from civic.votes.workflow import open_vote, prepare, void


def topic_or_404(no):
    """The topic a vote is prepared on."""
    topic = db.session.get(Topic, no) if 0 < no < queries.NUMBERS else None
    if topic is None:
        raise NotFound(None)
    return topic


def plain_vote(no):
    """The vote with topic and options, for acts of staff."""
    return queries.vote_or_404(no)


@votes.get("/topics/<int:no>/votes/new")
@requires(policies.may_prepare, on=topic_or_404)
def new(topic):
    """Who is asked what, until when, against which line."""
    matter = BY_CODE.get(request.args.get("matter", ""))
    suggested = Regime.COUNCIL if topic.regime == Regime.COUNCIL else Regime.ADVISORY
    regime = matter.regime if matter and matter.is_held_here else suggested
    return _new_page(topic, VoteForm(regime=regime.value, question=topic.title, closes_on=None))


@votes.post("/topics/<int:no>/votes")
@requires(policies.may_prepare, on=topic_or_404)
def create(topic):
    """Keep the prepared vote; nothing is open yet."""
    form = VoteForm()
    if not form.validate():
        return _new_page(topic, form, 422)
    terms, topic_id = form.terms() | {"matter": asked_matter(form)}, topic.id
    with writing(), once(form) as submission:
        vote = prepare(db.session.get(Topic, topic_id), by=current_user, opens_at=utcnow(), **terms)
        number = vote.id
        submission.leads_to(url_for("votes.show", no=number))
    flash(_("The vote is prepared. Look it over; the secretary opens it."))
    return redirect(url_for("votes.show", no=number), 303)


def asked_matter(form) -> str | None:
    """The code of the matter in the address, when it fits who is asked."""
    matter = BY_CODE.get(request.args.get("matter", ""))
    return matter.code if matter and matter.regime.value == form.regime.data else None


def _new_page(topic, form, status=200):
    matter = BY_CODE.get(request.args.get("matter", ""))
    return render(
        "votes/new.html",
        status,
        topic=topic,
        form=form,
        matter=matter,
        options=ballot_options(topic),
        now=utcnow(),
    )


@votes.post("/votes/<int:no>/opening")
@requires(policies.may_open, on=plain_vote)
def open_now(vote):
    """Freeze the roll and let ballots in."""
    no = vote.id
    if vote.is_secret and vote.state == VoteState.DRAFT:
        keystore.create(no)  # slow, so before the lock
    with writing():
        open_vote(db.session.get(Vote, no), by=current_user)
    flash(_("The vote is open. Tell everybody: the text for the group is below."))
    return redirect(url_for("votes.show", no=no), 303)


@votes.post("/votes/<int:no>/draw")
@requires(policies.may_enter_draw, on=plain_vote)
def create_draw(vote):
    """What the public draw gave, for a tie that it decides."""
    no = vote.id
    with writing():
        enter_draw(db.session.get(Vote, no), request.form.get("value", ""), by=current_user)
    flash(_("The draw is written down; everybody can work it out."))
    return redirect(url_for("votes.show", no=no), 303)


@votes.post("/votes/<int:no>/voiding")
@requires(policies.may_void, on=plain_vote)
def declare_void(vote):
    """Say in public that it does not count; the box is emptied unopened and the key destroyed."""
    form, no = void_form(vote), vote.id
    if not form.validate():
        return render("votes/voiding.html", 422, vote=vote, form=form)
    reason, note = VoidReason(form.reason.data), form.note.data.strip()
    with writing():
        void(db.session.get(Vote, no), reason=reason, note=note, by=current_user)
    keystore.destroy(no)
    flash(_("The vote is void. Everybody can read why."))
    return redirect(url_for("votes.show", no=no), 303)


@votes.get("/votes/<int:no>/voiding")
@requires(policies.may_void, on=plain_vote)
def voiding(vote):
    """Why it shall not count."""
    return render("votes/voiding.html", vote=vote, form=void_form(vote))


def staff_part(vote) -> dict | None:
    """What the staff part of a vote's page needs; None for everybody else."""
    if not policies.may_run(current_user, vote):
        return None
    return {
        "may_open": policies.may_open(current_user, vote) and vote.state == VoteState.DRAFT,
        "may_extend": policies.may_extend(current_user, vote) and vote.extended_from is None,
        "may_void": policies.may_void(current_user, vote),
        "may_draw": awaits_draw(vote, vote.result) and policies.may_enter_draw(current_user, vote),
        "by_law": by_law(vote),
        "waiting": queries.pending_count(vote) if vote.state == VoteState.OPEN else 0,
        "notice_over": vote.topic.notice_over(utcnow()),
        "takes_paper": vote.regime != Regime.COUNCIL
        and vote.ballot_kind != BallotKind.CODE
        and vote.conduct != Conduct.EXTERNAL,
        "options": ballot_options(vote.topic)
        if vote.state == VoteState.DRAFT and vote.method not in OPTIONLESS
        else (),
    }
