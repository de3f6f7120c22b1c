"""Key holders, the rehearsal, and the opening of the box in public."""

from flask import Response, flash, redirect, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import CivicError, NotFound, Refused
from civic.extensions import db
from civic.ledger import queries as ledger
from civic.rendering import render
from civic.votes import boxes, ceremony, closing, holding, policies, result_table, sheet_photos, telling
from civic.votes.blueprint import votes
from civic.votes.box_models import BoxOpening, BoxRehearsal, SealedBox
from civic.votes.ceremony_forms import KeyForm, ListForm, OpeningForm, lines_of, text_of
from civic.votes.models import Vote
from civic.votes.staff_views import plain_vote
from civic.votes.states import VoteState
from civic.votes.verify_views import VERIFIER, counted_vote

KEYHOLDER = VERIFIER.with_name("keyholder.py")


@votes.get("/votes/<int:no>/holders")
@requires(policies.may_run, on=plain_vote)
def holders(vote):
    """Everything that has to be ready before a vote opens whose key lies with holders, step by step."""
    return _page(vote)


def _page(vote, status=200, **forms):
    blank = {"key_form": KeyForm(formdata=None), "list_form": ListForm(formdata=None)}
    blank["opening_form"] = OpeningForm(formdata=None)
    return render(
        "votes/holders.html",
        status,
        vote=vote,
        holders=holding.holders_of(vote),
        rehearsal=db.session.get(BoxRehearsal, vote.id),
        box=db.session.get(SealedBox, vote.id),
        officials=ceremony.officials(vote),
        draft=vote.state == VoteState.DRAFT,
        **(blank | forms),
    )


def _done(no, words):
    flash(words)
    return redirect(url_for("votes.holders", no=no), 303)


@votes.post("/votes/<int:no>/key")
@requires(policies.may_open, on=plain_vote)
def create_key(vote):
    """Take the public key file in; no share and no seed ever comes here."""
    form, no = KeyForm(), vote.id
    if not form.validate():
        return _page(vote, 422, key_form=form)
    try:
        key = boxes.read_key(text_of(form.key))
        with writing():
            holding.take_key(db.session.get(Vote, no), key, lines_of(form.names), by=current_user)
    except boxes.Unfit:
        form.key.errors = [_("That is not the file public-key.json of the key program.")]
        return _page(plain_vote(no), 422, key_form=form)
    except Refused as refusal:
        form.names.errors = [f"{refusal.message} {refusal.next_step}"]
        return _page(plain_vote(no), 422, key_form=form)
    return _done(no, _("The key is in place. Now let the holders rehearse the opening."))


@votes.post("/votes/<int:no>/rehearsal")
@requires(policies.may_open, on=plain_vote)
def create_rehearsal(vote):
    """What came out of the practice box."""
    form, no = ListForm(), vote.id
    if not form.validate():
        return _page(vote, 422, list_form=form)
    try:
        with writing():
            holding.pass_rehearsal(db.session.get(Vote, no), text_of(form.opened), by=current_user)
    except Refused as refusal:
        return _refused_list(no, form, refusal)
    return _done(no, _("The rehearsal went well: the holders can open the box."))


@votes.post("/votes/<int:no>/opening-officials")
@requires(policies.may_open, on=plain_vote)
def create_officials(vote):
    """Who watches, counts and calls, when and where."""
    form, no = OpeningForm(), vote.id
    if not form.validate():
        return _page(vote, 422, opening_form=form)
    try:
        with writing():
            ceremony.announce(db.session.get(Vote, no), form.told(), by=current_user)
    except Refused as refusal:
        form.scrutineers.errors = [f"{refusal.message} {refusal.next_step}"]
        return _page(plain_vote(no), 422, opening_form=form)
    return _done(no, _("Who opens the box, when and where is announced with the vote."))


@votes.post("/votes/<int:no>/opened-box")
@requires(policies.may_open, on=plain_vote)
def create_opened(vote):
    """The list the holders brought: checked, counted, published."""
    form, no = ListForm(), vote.id
    if not form.validate():
        return _page(vote, 422, list_form=form)
    try:
        closing.count_opened(no, text_of(form.opened), by=current_user)
    except Refused as refusal:
        return _refused_list(no, form, refusal)
    flash(_("The box is open and counted."))
    return redirect(url_for("votes.show", no=no), 303)


def _refused_list(no, form, refusal):
    form.opened.errors = [f"{refusal.message} {refusal.next_step}"]
    return _page(plain_vote(no), 422, list_form=form)


@votes.get("/votes/<int:no>/rehearsal-box.json")
@requires(policies.may_run, on=plain_vote)
def rehearsal_box(vote):
    """The practice box, for the key program."""
    return _box_file(vote, BoxRehearsal)


@votes.get("/votes/<int:no>/sealed-box.json")
@requires(policies.may_run, on=plain_vote)
def sealed_box(vote):
    """The closed box, for the key program, on the day it is opened."""
    return _box_file(vote, SealedBox)


def _box_file(vote, table):
    row = db.session.get(table, vote.id)
    if row is None:
        raise NotFound(None)
    answer = Response(row.box, mimetype="application/json")
    name = f"{table.__tablename__.replace('_', '-')}-{vote.id}.json"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@votes.post("/votes/<int:no>/witnesses")
@requires(policies.may_witness, on=plain_vote)
def create_witness(vote):
    """我见证: one tap on a phone."""
    no = vote.id
    with writing():
        ceremony.witness(db.session.get(Vote, no), by=current_user)
    flash(_("Thank you. It stands on the page that your body was there."))
    return redirect(url_for("votes.show", no=no), 303)


@votes.get("/votes/<int:no>/tally-sheet")
@requires(anyone, on=counted_vote)
def tally_sheet(vote):
    """The count as a sheet of 正 with room for signatures, to print, sign and post."""
    if vote.state != VoteState.CLOSED:
        raise CivicError(None)
    return render(
        "votes/tally_sheet.html",
        vote=vote,
        result=vote.result,
        telling=telling,
        rows=result_table.tally_rows(vote, vote.result),
        strokes=ceremony.strokes,
        officials=ceremony.officials(vote),
        opened=db.session.get(BoxOpening, vote.id),
        photos=sheet_photos.sheets_of(vote),
        may_add=sheet_photos.may_add(current_user, vote),
        point=db.session.scalar(ledger.checkpoints(vote.community_id).limit(1)),
    )


@votes.get("/verify/keyholder.py")
@requires(anyone)
def keyholder():
    """The key program as a file; it runs on another machine, never here."""
    return send_file(KEYHOLDER, "text/x-python", as_attachment=True, download_name="keyholder.py")
