"""Raising an issue: words, place, photos, check; one draft from the first screen to the receipt."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import drafts
from civic.authorization import anyone, requires
from civic.database import utcnow, writing
from civic.issues import categories, drafting, photos, policies, prompting, queries
from civic.issues.blueprint import issues
from civic.issues.forms import PASSED_ON, PlaceForm, SubmitForm, WordsForm
from civic.issues.kinds import Channel, Visibility
from civic.issues.workflow import MAX_WORDS, submit
from civic.places import queries as places
from civic.places.plan import draw
from civic.rate_limits import limiter
from civic.rendering import render
from civic.submissions import OnceForm, once

DRAFTS_AN_HOUR = "1200 per hour"  # of one address, autosaves included; a whole estate may share one


@issues.get("/new")
@requires(anyone)
def new():
    """Is anybody in danger? If not: the words."""
    draft = drafting.current()
    form = WordsForm(words=draft.data.get("words", "") if draft else "")
    return _words_page(form, draft)


def _words_page(form, draft, status=200, kept_at=None):
    for_other = request.values.get("for") == "neighbour" or bool(draft and draft.data.get("for_other"))
    return render(
        "issues/new.html", status, form=form, draft=draft, most=MAX_WORDS, kept_at=kept_at,
        for_other=for_other and policies.may_contribute(current_user),
        may_contribute=policies.may_contribute(current_user),
        community_id=request.values.get("community", type=int),
    )  # fmt: skip


@issues.post("/new")
@requires(anyone)
@limiter.limit(DRAFTS_AN_HOUR)
def create_draft():
    """Keep the words; with `quietly` only keep them (the page saves itself while one types)."""
    form = WordsForm()
    said, quietly = (form.words.data or "")[: MAX_WORDS * 4], "quietly" in request.form
    for_other = request.form.get("for") == "neighbour" and policies.may_contribute(current_user)
    community_id = queries.community_for(current_user, request.form.get("community", type=int))
    if quietly and not said.strip() and drafting.current() is None:
        return _words_page(form, None)
    with writing():
        token = drafting.keep(words=said, for_other=for_other, community_id=community_id).token
    if quietly:
        return drafting.remember(_words_page(form, drafting.current(), kept_at=utcnow()), token)
    if not form.validate():
        return drafting.remember(_words_page(form, drafting.current(), 422), token)
    following = "issues.check" if _draft_has("place_id") else "issues.place"
    return drafting.remember(redirect(url_for(following), 303), token)


def _draft_has(name):
    draft = drafting.current()
    return draft is not None and draft.data.get(name) is not None


@issues.get("/new/place")
@requires(anyone)
def place():
    """Where is it: home in one tap, the plan, or the list."""
    return _place_page(PlaceForm(formdata=None))


def _place_page(form, status=200):
    draft = drafting.current()
    if draft is None:
        return _start_again()
    community = places.community(draft.data.get("community_id"))
    on_plan = places.on_plan(community.id)
    known = {each.id: each for each in [community, *on_plan]}
    chosen = known.get(request.args.get("place", draft.data.get("place_id"), type=int))
    return render(
        "issues/place.html", status, form=form, draft=draft, chosen=chosen, community=community,
        plan=draw(on_plan, chosen=_drawn(chosen)), tree=places.tree(community.id),
        home=queries.home_of(current_user, community.id),
        prompt=prompting.prompt_for(draft), number_of=categories.emergency_number,
    )  # fmt: skip


def _drawn(chosen):
    return None if chosen is None else chosen.parent_id if chosen.kind == "door" else chosen.id


@issues.post("/new/place")
@requires(anyone)
def create_place():
    """Keep the place."""
    form = PlaceForm()
    draft = drafting.current()
    if draft is None:
        return _start_again()
    community = places.community(draft.data.get("community_id"))
    if not form.validate() or not queries.is_within(form.place.data, community):
        return _place_page(form, 422)
    with writing():
        drafting.keep(place_id=form.place.data)
    return redirect(url_for("issues.check"), 303)  # photos are offered there; most have none


@issues.get("/new/photos")
@requires(anyone)
def pictures():
    """Up to six photos, one by one; nobody has to."""
    draft = drafting.current()
    if draft is None:
        return _start_again()
    return render("issues/pictures.html", draft=draft, photos=photos.photos_of(draft))


@issues.get("/new/check")
@requires(anyone)
def check():
    """Everything once more, neighbours who said the same, and who may read it."""
    usual = Channel.PHONE if policies.sits_at_a_desk(current_user) else PASSED_ON[0]
    return _check_page(SubmitForm(formdata=None, channel=usual.value))


def _check_page(form, status=200):
    draft = drafting.current()
    if draft is None:
        return _start_again()
    if missing := _missing(draft):
        return redirect(url_for(missing), 303)
    at = places.place_or_404(draft.data["place_id"])
    words, community_id = draft.data["words"], at.community_id or at.id
    return render(
        "issues/check.html", status, form=form, draft=draft, words=words, at=at,
        photos=photos.photos_of(draft), chosen=draft.data.get("visibility"),
        support_form=OnceForm(formdata=None),
        alike=queries.alike(words, community_id=community_id, place_id=at.id),
        asked=prompting.asked(draft, request.form.getlist("told")),
        prompt=prompting.prompt_for(draft), number_of=categories.emergency_number,
    )  # fmt: skip


def _missing(draft):
    if not (draft.data.get("words") or "").strip():
        return "issues.new"
    return "issues.place" if draft.data.get("place_id") is None else None


@issues.post("")
@requires(anyone)
@limiter.limit("120 per hour")
def create():
    """Submit the draft: one issue, however often the button is pressed."""
    form = SubmitForm()
    if not form.validate() or not form.visibility.data:
        return _check_page(form, 422)
    if not current_user.is_authenticated:
        return _sign_in_first(form)
    with writing(), once(form) as submission:
        draft = drafting.current()
        if draft is None or _missing(draft):
            return _start_again()
        issue = _submit(draft, form)
        submission.leads_to(url_for("issues.receipt", no=issue.id))
        address = submission.url
    return drafting.forget(redirect(address, 303))


def _submit(draft, form):
    at = places.place_or_404(draft.data["place_id"])
    community_id = at.community_id or at.id
    passed_on = draft.data.get("for_other") and policies.may_contribute(current_user)
    words = prompting.with_answers(draft, request.form.getlist("told"))
    said = {"words": words, "community_id": community_id, "place_id": at.id}
    if passed_on:
        channel = Channel(form.channel.data) if form.channel.data else PASSED_ON[0]
        by = {"contributed_by": current_user, "on_behalf_of": form.on_behalf_of.data, "channel": channel}
    else:
        by = {
            "reporter": current_user,
            "household_id": queries.household_in(current_user, community_id),
        }
    issue = submit(visibility=Visibility(form.visibility.data), draft=draft, **said, **by)
    drafts.discard(draft)
    return issue


def _sign_in_first(form):
    """Keep the choice; after signing in, the check page has it prepared."""
    with writing():
        told = prompting.kept_answers(request.form.getlist("told"))
        token = drafting.keep(visibility=form.visibility.data, told=told).token
    back = url_for("issues.check")
    return drafting.remember(redirect(url_for("accounts.sign_in", next=back), 303), token)


def _start_again():
    flash(_("There is no draft in this browser. Start here; it takes a minute."), "info")
    return redirect(url_for("issues.new"), 303)


@issues.get("/<int:no>/receipt")
@requires(policies.speaks_for, on=queries.issue_in_full)
def receipt(issue):
    """The number, what happens now, and words to share."""
    return render("issues/receipt.html", issue=issue)


@issues.get("/<int:no>/slip")
@requires(policies.wrote_it_down, on=queries.issue_in_full)
def slip(issue):
    """A paper slip for a caller or visitor: the number, and where to see how far it is."""
    return render("issues/slip.html", issue=issue)
