"""Lists and pages of action items, the 待办 list, and the acts on one item."""

from flask import redirect, request, url_for
from flask_login import current_user

from civic.action_items import (
    agreement_views,  # noqa: F401 - hangs its routes on the blueprint
    evidence,
    policies,
    queries,
    whistle_views,  # noqa: F401 - hangs its routes on the blueprint
    workflow,
)
from civic.action_items.blueprint import action_items as bp
from civic.action_items.forms import (
    CompletionForm,
    ConfirmationForm,
    NoteForm,
    PostponementForm,
    ReleaseForm,
    ReopeningForm,
)
from civic.authorization import anyone, requires
from civic.councils.models import Body
from civic.database import writing
from civic.errors import CivicError, NotFound
from civic.extensions import db
from civic.issues.photos import photos_of
from civic.rendering import render
from civic.submissions import once

SHOWN = ("open", "late", "done")
FORMS = {
    "note_form": NoteForm,
    "postponement_form": PostponementForm,
    "completion_form": CompletionForm,
    "reopening_form": ReopeningForm,
    "release_form": ReleaseForm,
    "confirmation_form": ConfirmationForm,
}


def item_or_404(no):
    """The item with what its page needs, and who may confirm it."""
    item = queries.item_with_owner(no)
    if item is None:
        raise NotFound(None)
    item.askers = queries.asker_ids(item)
    return item


@bp.get("/action-items")
@requires(anyone)
def index():
    """What has been promised: open, late or done."""
    show, after = request.args.get("show", "open"), request.args.get("after")
    if show not in SHOWN:
        raise CivicError(None)
    page = queries.page_of_items(show, after=after)
    return render("action_items/index.html", page=page, show=show)


@bp.get("/action-items/backlog")
@requires(anyone)
def backlog():
    """待办: accepted and not yet scheduled."""
    page = queries.page_of_backlog(after=request.args.get("after"))
    return render("action_items/backlog.html", page=page)


@bp.get("/action-items/bodies/<int:body_id>")
@requires(anyone)
def body(body_id):
    """谁答应了什么: one body's promises on one page to share and print."""
    owner = db.session.get(Body, body_id)
    if owner is None:
        raise NotFound(None)
    return render("action_items/body.html", owner=owner, items=queries.items_of_body(body_id))


@bp.get("/action-items/<int:no>")
@requires(anyone, on=item_or_404)
def show(item):
    """One promise: who, by when, what done looks like, how it is going."""
    return show_item(item)


def show_item(item, status=200, **refused):
    """The item's page, with a refused form in its place; a stranger's page carries none."""
    forms = {}
    if current_user.is_authenticated:
        blank = {name: form for name, form in FORMS.items() if name not in refused}
        forms = refused | {name: form(formdata=None) for name, form in blank.items()}
    forms = {name: named(form, name) for name, form in forms.items()}
    notes, photos = queries.notes_of(item), photos_of(item)
    return render(
        "action_items/show.html", status, item=item, notes=notes, photos=photos, policies=policies,
        sees_all=evidence.may_see(current_user, item), **forms,
    )  # fmt: skip


def named(form, name):
    """Give the fields of one of several forms on a page ids of their own."""
    for each in form:
        each.id = each.label.field_id = f"{name}-{each.name}"
    return form


def _act(item, form, name, verb):
    """Validate, run the verb on the locked item, and come back to its page."""
    if not form.validate_on_submit():
        return show_item(item, 422, **{name: form})
    here, number = url_for(".show", no=item.id), item.id
    with writing(), once(form) as submission:
        verb(queries.hold(number))
        submission.leads_to(here)
    return redirect(here, 303)


@bp.post("/action-items/<int:no>/notes")
@requires(policies.may_note, on=item_or_404)
def create_note(item):
    """Write how it is going."""
    form = NoteForm()
    return _act(
        item, form, "note_form", lambda it: workflow.note_progress(it, by=current_user, words=form.words.data)
    )


@bp.post("/action-items/<int:no>/postponement")
@requires(policies.may_note, on=item_or_404)
def create_postponement(item):
    """Promise a later day."""
    form = PostponementForm()
    return _act(
        item,
        form,
        "postponement_form",
        lambda it: workflow.postpone(it, by=current_user, due_on=form.due_on.data, reason=form.reason.data),
    )


@bp.post("/action-items/<int:no>/completion")
@requires(policies.may_note, on=item_or_404)
def create_completion(item):
    """Say it is done."""
    form = CompletionForm()
    return _act(
        item,
        form,
        "completion_form",
        lambda it: workflow.finish(
            it, by=current_user, words=form.words.data, seen_at=form.seen_at.data or ""
        ),
    )


@bp.post("/action-items/<int:no>/confirmation")
@requires(policies.may_confirm, on=item_or_404)
def create_confirmation(item):
    """Yes, it is done (items of a decision; an issue's reporter confirms the issue)."""
    return _act(
        item, ConfirmationForm(), "confirmation_form", lambda it: workflow.confirm(it, by=current_user)
    )


@bp.post("/action-items/<int:no>/reopening")
@requires(policies.may_confirm, on=item_or_404)
def create_reopening(item):
    """No, it is not."""
    form = ReopeningForm()
    return _act(
        item, form, "reopening_form", lambda it: workflow.reopen(it, by=current_user, words=form.words.data)
    )


@bp.post("/action-items/<int:no>/release")
@requires(policies.may_oversee, on=item_or_404)
def create_release(item):
    """Let it go, in public."""
    form = ReleaseForm()
    return _act(
        item, form, "release_form", lambda it: workflow.release(it, by=current_user, reason=form.reason.data)
    )


def register(app):
    """The issue's own page stands in an upper room and asks for what is below it by this name."""
    app.jinja_env.globals["photos_for_issue"] = queries.photos_for_issue
