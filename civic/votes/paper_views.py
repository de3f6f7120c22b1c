"""Paper ballots for the office: prepare, keyers, printing, handing in, exchange, hand count."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.councils.queries import body_or_404
from civic.database import local_today, utcnow, writing
from civic.errors import Conflict, NotFound, Refused
from civic.extensions import db
from civic.rendering import render
from civic.submissions import once
from civic.topics.models import Topic
from civic.votes import paper_register, papers, policies, queries, telling
from civic.votes.balance import Sheet
from civic.votes.ballot_forms import ANSWERS
from civic.votes.blueprint import votes
from civic.votes.closing import close_vote
from civic.votes.methods import BY_OWNERS
from civic.votes.models import RollEntry, Vote
from civic.votes.outside_views import matter_asked
from civic.votes.paper_forms import ExchangeForm, KeyersForm, PaperVoteForm, ReturnForm, SheetForm
from civic.votes.paper_models import Flaw
from civic.votes.paper_office import office_or_404
from civic.votes.paper_returns import hand_in, stand_in_vain
from civic.votes.paper_serials import ballot_by_serial, serial_of
from civic.votes.staff_views import topic_or_404
from civic.votes.workflow import prepare

PRINTS = {
    "ballots": "votes/print_ballots.html",
    "slips": "votes/print_slips.html",
    "sheet": "votes/print_sheet.html",
}


@votes.get("/topics/<int:no>/papers/new")
@requires(policies.may_prepare, on=topic_or_404)
def new_paper(topic):
    """A vote on paper: which motion, which body calls it, until when."""
    return _new_page(topic, PaperVoteForm(question=topic.title, closes_on=None))


@votes.post("/topics/<int:no>/papers")
@requires(policies.may_prepare, on=topic_or_404)
def create_paper(topic):
    """Keep the prepared vote; nothing is printed yet."""
    form, matter, topic_id = PaperVoteForm(), matter_asked(), topic.id
    if not form.validate():
        return _new_page(topic, form, 422)
    terms = form.terms() | {"regime": matter.regime, "matter": matter.code}
    with writing(), once(form) as submission:
        vote = prepare(db.session.get(Topic, topic_id), by=current_user, opens_at=utcnow(), **terms)
        number = vote.id
        submission.leads_to(url_for("votes.show", no=number))
    flash(_("The vote is prepared. Look it over; the secretary opens it."))
    return redirect(url_for("votes.show", no=number), 303)


def _new_page(topic, form, status=200):
    matter = matter_asked()
    if not matter.rule.on_paper:
        raise NotFound(None)
    return render("votes/new_paper.html", status, topic=topic, form=form, matter=matter,
                  by_owners=matter.regime in BY_OWNERS)  # fmt: skip


@votes.get("/votes/<int:no>/papers")
@requires(policies.may_key_or_run, on=office_or_404)
def papers_page(table):
    """How far the paper is: doors, numbers, what is missing, who has to do what."""
    return _page(table)


def _page(table, status=200, refusal=None, **forms):
    """The office's page; a form that was refused comes back with what was typed."""
    vote, turn = table.vote, table.turn_of(current_user)
    scanned = request.args.get("serial", "")
    keyers = KeyersForm(formdata=None)
    keyers.first.choices = keyers.second.choices = [(one.id, one.name) for one in table.bodies]
    keyers.second.data = table.bodies[1].id if len(table.bodies) > 1 else None  # two different ones at first
    blank = {
        "handed": ReturnForm(formdata=None, serial=scanned, day=local_today()),
        "exchange": ExchangeForm(formdata=None, prefix="spoiled-"), "sheet": SheetForm(formdata=None),
        "keyers_form": keyers,
    }  # fmt: skip
    return render(
        "votes/papers.html", status, vote=vote, table=table, refusal=refusal, turn=turn,
        may_run=policies.may_run(current_user, vote), left=table.left_to(turn), **blank | forms,
    )  # fmt: skip


@votes.post("/votes/<int:no>/papers/keyers")
@requires(policies.may_run_table, on=office_or_404)
def name_keyers(table):
    """Fix which two bodies key."""
    no = table.vote.id
    first, second = (body_or_404(request.form.get(name, 0, type=int)) for name in ("first", "second"))
    try:
        with writing():
            papers.name_keyers(table.vote, first, second, by=current_user)
    except (Conflict, Refused) as refusal:
        return _page(office_or_404(no), refusal.status, refusal)
    flash(_("Settled: these two bodies key the ballots, blind to each other."))
    return redirect(url_for("votes.papers_page", no=no), 303)


@votes.post("/votes/<int:no>/papers/issuing")
@requires(policies.may_run_table, on=office_or_404)
def issue_papers(table):
    """A ballot for every unit that has none."""
    no = table.vote.id
    try:
        with writing():
            number = papers.issue(table.vote, by=current_user)
    except (Conflict, Refused) as refusal:
        return _page(office_or_404(no), refusal.status, refusal)
    flash(_("%(number)s ballots are issued. Print them door by door.", number=number))
    return redirect(url_for("votes.papers_page", no=no), 303)


@votes.post("/votes/<int:no>/papers/returns")
@requires(policies.may_run_table, on=office_or_404)
def take_back(table):
    """One ballot is handed in; then the next."""
    form, no = ReturnForm(), table.vote.id
    if not form.validate():
        return _page(table, 422, handed=form)
    try:
        with writing():
            counts = hand_in(table.vote, form.number, form.day.data, by_proxy=form.by_proxy.data)
    except (Conflict, Refused) as refusal:
        form.serial.errors = [f"{refusal.message} {refusal.next_step or ''}"]
        return _page(office_or_404(no), refusal.status, handed=form)
    later = _("This home voted by phone on a later day: that one counts.")
    flash(_("Ballot %(no)s is entered. The home is told.", no=form.number) + ("" if counts else f" {later}"))
    return redirect(url_for("votes.papers_page", no=no, _anchor="handed-in"), 303)


@votes.post("/votes/<int:no>/papers/exchanges")
@requires(policies.may_run_table, on=office_or_404)
def exchange_paper(table):
    """A spoiled ballot for a new one; prints it."""
    form, no = ExchangeForm(prefix="spoiled-"), table.vote.id
    if not form.validate():
        return _page(table, 422, exchange=form)
    try:
        with writing():
            new = papers.exchange(table.vote, form.number, Flaw(form.flaw.data), by=current_user).number
    except (Conflict, Refused) as refusal:
        form.serial.errors = [f"{refusal.message} {refusal.next_step or ''}"]
        return _page(office_or_404(no), refusal.status, exchange=form)
    flash(_("Ballot %(old)s is spoiled; the home gets number %(new)s.", old=form.number, new=new))
    return redirect(url_for("votes.papers_page", no=no), 303)


@votes.post("/votes/<int:no>/papers/sheet")
@requires(policies.may_run_table, on=office_or_404)
def create_sheet(table):
    """The hand count, which has to add up."""
    form, no = SheetForm(), table.vote.id
    if not form.validate():
        return _page(table, 422, sheet=form)
    counted = Sheet(form.returned.data, form.spoiled.data, form.unreturned.data)
    try:
        with writing():
            papers.count_by_hand(table.vote, counted, by=current_user)
    except (Conflict, Refused) as refusal:
        form.returned.errors = [f"{refusal.message} {refusal.next_step or ''}"]
        return _page(office_or_404(no), refusal.status, sheet=form)
    flash(_("The hand count adds up and is written down."))
    return redirect(url_for("votes.papers_page", no=no), 303)


@votes.post("/votes/<int:no>/papers/count")
@requires(policies.may_run_table, on=office_or_404)
def count_papers(table):
    """Count now; or say in numbers what is missing."""
    no = table.vote.id
    try:
        close_vote(no)
    except Conflict as refusal:
        return _page(office_or_404(no), 409, refusal)
    return redirect(url_for("votes.show", no=no), 303)


@votes.post("/votes/<int:no>/papers/visits")
@requires(policies.may_run_table, on=office_or_404)
def note_visit(table):
    """Nobody was at home today."""
    entry = db.session.get(RollEntry, request.form.get("line", 0, type=int))
    if entry is None or entry.vote_id != table.vote.id:
        raise NotFound(None)
    door_id, no = request.form.get("door", 0, type=int), table.vote.id
    with writing():
        days = stand_in_vain(db.session.get(Vote, no), entry, local_today())
    flash(_("Noted: nobody at home on %(number)s days.", number=days))
    return redirect(url_for("votes.door_papers", no=no, door_id=door_id), 303)


@votes.get("/votes/<int:no>/papers/doors/<int:door_id>")
@requires(policies.may_print_door, on=paper_register.door_or_404)
def door_papers(at):
    """The homes of a door with their ballots; what can be printed for them."""
    return render("votes/door_papers.html", at=at, vote=at.vote, lines=paper_register.lines_at(at),
                  may_note=policies.may_run(current_user, at.vote))  # fmt: skip


@votes.get("/votes/<int:no>/papers/doors/<int:door_id>/<what>")
@requires(policies.may_print_door, on=lambda no, door_id, what: _print_of(no, door_id, what))
def print_papers(subject):
    """For the printer: the ballots, the slips, or the sheet that hangs at the door."""
    lines = paper_register.lines_at(subject)
    vote = queries.vote_or_404(subject.vote.id)
    return render(PRINTS[subject.what], at=subject, vote=vote, lines=lines, telling=telling,
                  answers=ANSWERS)  # fmt: skip


def _print_of(no, door_id, what):
    if what not in PRINTS:
        raise NotFound(None)
    at = paper_register.door_or_404(no, door_id)
    return paper_register.Printed(at.vote, at.door, what)


@votes.get("/votes/<int:no>/paper/<serial>")
@requires(anyone, on=lambda no, serial: ballot_by_serial(no, serial))
def paper(ballot):
    """Behind the QR code on a ballot: has it come back? Never what it says."""
    vote = queries.vote_or_404(ballot.vote_id)
    serial = serial_of(vote.id, ballot.number)
    staff = policies.may_run(current_user, vote)
    return render("votes/paper.html", vote=vote, ballot=ballot, serial=serial, staff=staff)
