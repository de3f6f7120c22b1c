"""Photos over HTTP: taking one in, serving it to who may see it, covering, releasing, taking back.

A request never opens a picture. It checks the first bytes and the size and puts the file into
quarantine; covering runs in the same killable child as re-encoding.
"""

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import Length

from civic.authorization import anyone, requires
from civic.database import locked, writing
from civic.errors import Conflict, NotFound, Refused
from civic.extensions import db, talisman
from civic.issues import photo_files, photos, reencoding
from civic.issues.cover import FINE, WIDE, Grid, boxes, to_fine, to_grid
from civic.issues.photo_homes import HOMES, home_of
from civic.issues.photo_models import Photo, PhotoPurpose
from civic.issues.picture_kinds import Refusal
from civic.rate_limits import limiter
from civic.rendering import render
from civic.submissions import OnceForm, once

UPLOADS = "120 per hour"  # of one address; a building's wireless may be one address
PUBLIC_CACHE = "public, max-age=86400, immutable"  # a day: a copy taken back leaves caches by then


class PhotoForm(OnceForm):
    """One photo for a draft, an issue or another row: which, and what it shows."""

    home = HiddenField()
    key = HiddenField()
    purpose = HiddenField(default=PhotoPurpose.REPORT.value)
    photo = FileField(_l("Photo"))


class CoverForm(OnceForm):
    """Cells to blot out, and words for who cannot see the picture."""

    grid = HiddenField()
    cells = SelectMultipleField(coerce=int, validate_choice=False)
    caption = StringField(
        _l("What does it show? (read aloud to who cannot see it)"),
        [Length(max=120, message=_l("At most 120 characters, please."))],
    )


def photo_asked(token):
    """The photo of that private key, for those who may handle it. Raises NotFound."""
    photo = db.session.scalar(db.select(Photo).where(Photo.token == token))
    if photo is None or home_of(photo) is None:
        raise NotFound(None)
    return photo


def may_release(user, photo):
    """Staff who sort matters there."""
    home, subject = home_of(photo)
    return home.may_release(user, subject)


def may_remove(user, photo):
    """Whoever took it, as long as they may still add to its home."""
    home, subject = home_of(photo)
    mine = home.name == "draft" or (user.is_authenticated and photo.taken_by == user.id)
    return mine and home.may_add(user, subject)


def file_asked(token, size):
    """(path, photo, whether it is the public copy). Raises NotFound, also for who may not see it."""
    if size not in photo_files.SIZES or not photo_files.KEY.fullmatch(token):
        raise NotFound(None)
    either = (Photo.token == token) | (Photo.public_token == token)
    photo = db.session.scalar(db.select(Photo).where(either))
    found = home_of(photo) if photo is not None else None
    if found is None:
        raise NotFound(None)
    home, subject = found
    if photo.public_token == token:
        if not photo.is_released or not home.is_told(subject):
            raise NotFound(None)
        return photo_files.public(token, size), photo, True
    if photo.width is None or not (
        home.may_see(current_user, subject) or home.may_release(current_user, subject)
    ):
        raise NotFound(None)
    return photo_files.private(token, size), photo, False


@talisman(content_security_policy={"default-src": "'none'", "sandbox": ""})
@requires(anyone, on=file_asked)
def photo_file(asked):
    """One clean picture: public copies for everybody, private ones for this person only."""
    path, photo, public = asked
    if not path.is_file():
        raise NotFound(None)
    response = Response(path.read_bytes(), mimetype="image/jpeg")
    response.headers["Cache-Control"] = PUBLIC_CACHE if public else "private, no-store"
    response.headers["Content-Disposition"] = f"inline; filename=photo-{photo.id}.jpg"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@requires(anyone)
def photo_new():
    """The form on a page of its own: for when a photo was refused, and without JavaScript."""
    asked = {name: request.args.get(name) for name in ("home", "key", "purpose") if request.args.get(name)}
    return _form_page(PhotoForm(formdata=None, **asked), 200)


def _home_asked(form):
    kind = HOMES.get(form.home.data or "")
    if kind is None:
        raise NotFound(None)
    subject = kind.loaded(form.key.data or "")
    if not kind.may_add(current_user, subject):
        raise NotFound(None)
    return kind, subject


def _form_page(form, status):
    kind, subject = _home_asked(form)
    kept = photos.photos_of(subject)
    return render("issues/photo_new.html", status, form=form, photos=kept, back=kind.page(subject))


@requires(anyone)
@limiter.limit(UPLOADS)
def create_photo():
    """Take one in: first bytes and size only, the rest is the worker's."""
    form = PhotoForm()
    kind, subject = _home_asked(form)
    try:
        stored = photo_files.take_in(form.photo.data)
        return redirect(_kept(form, kind, subject, stored), 303)
    except Refused as refusal:
        form.photo.errors = [refusal.message]
        return _form_page(form, 422)


def _kept(form, kind, subject, stored):
    """Write the row; the file goes when that fails. Returns where to go on."""
    back, model, number = kind.page(subject), type(subject), subject.id
    try:
        with writing(), once(form) as submission:
            home = locked(model, number)
            if home is None or form.purpose.data not in set(PhotoPurpose):
                raise NotFound(None)
            photos.add(
                stored, home=kind, subject=home, by=current_user, purpose=PhotoPurpose(form.purpose.data)
            )
            submission.leads_to(back)
    except BaseException:
        photo_files.forget(stored.token)
        raise
    return back


@requires(may_release, on=photo_asked)
def photo(subject):
    """Look at it, blot out faces and plates, make a copy public or take it back."""
    home, thing = home_of(subject)
    columns = FINE if request.args.get("grid") == "fine" else WIDE
    grid = Grid(subject.width or 1, subject.height or 1, columns)
    form = CoverForm(formdata=None, grid=columns, caption=subject.caption)
    return render(
        "issues/photo.html", photo=subject, grid=grid, form=form, back=home.page(thing),
        covered=to_grid(subject.covered_cells, grid), fine=columns == FINE, told=home.is_told(thing),
    )  # fmt: skip


def _cells(form, photo):
    """The ticked cells as fine ones."""
    columns = FINE if form.grid.data == str(FINE) else WIDE
    return to_fine(form.cells.data or [], Grid(photo.width or 1, photo.height or 1, columns))


@requires(may_release, on=photo_asked)
def create_cover(subject):
    """Keep the ticks without making anything public; `then` names the grid to go on with."""
    form = CoverForm()
    number, token, cells = subject.id, subject.token, _cells(form, subject)
    with writing():
        photos.cover_up(locked(Photo, number), by=current_user, cells=cells)
    grid = "fine" if request.form.get("then") == "fine" else None
    return redirect(url_for("issues.photo", token=token, grid=grid), 303)


@requires(may_release, on=photo_asked)
def create_release(subject):
    """Make the public copy with the ticked cells blotted out, then say so in one transaction."""
    form = CoverForm()
    if not form.validate():
        raise Refused(form.caption.errors[0] if form.caption.errors else _("Please reload and try again."))
    number, token, cells, key = subject.id, subject.token, _cells(form, subject), photo_files.new_key()
    _make_public_copy(subject, cells, key)
    try:
        with writing(), once(form) as submission:
            released = locked(Photo, number)
            photos.cover_up(released, by=current_user, cells=cells)
            photos.release(released, by=current_user, public_token=key, caption=form.caption.data or "")
            submission.leads_to(url_for("issues.photo", token=token))
    except BaseException:
        photo_files.forget_public(key)
        raise
    return redirect(url_for("issues.photo", token=token), 303)


def _make_public_copy(photo, cells, key):
    if not photo.is_releasable:
        raise Conflict(_("This photo is not waiting to be released."), _("Look at it once more."))
    if not cells:
        return photo_files.publish_as_is(photo.token, key)
    full, thumb = (photo_files.public(key, size) for size in photo_files.SIZES)
    full.parent.mkdir(parents=True, exist_ok=True)
    source = photo_files.private(photo.token, "full")
    made = reencoding.cover(source, full, thumb, boxes(cells, photo.width, photo.height))
    if isinstance(made, Refusal):
        raise Refused(_("The photo could not be covered."), _("Nothing was made public. Please try again."))
    return None


@requires(may_release, on=photo_asked)
def create_keeping(subject):
    """It stays private; nobody is asked about it again."""
    form, number, here = OnceForm(), subject.id, url_for("issues.photo", token=subject.token)
    with writing(), once(form) as submission:
        photos.keep_private(locked(Photo, number), by=current_user)
        submission.leads_to(here)
    return redirect(here, 303)


@requires(may_release, on=photo_asked)
def create_withdrawal(subject):
    """Take the public copy back."""
    number, token, public_token = subject.id, subject.token, subject.public_token
    with writing():
        photos.withdraw(locked(Photo, number), by=current_user)
    photo_files.forget_public(public_token)
    return redirect(url_for("issues.photo", token=token), 303)


@requires(may_remove, on=photo_asked)
def create_photo_removal(subject):
    """Its sender takes it back: row and files."""
    home, thing = home_of(subject)
    back, number, token = home.page(thing), subject.id, subject.token
    with writing():
        if (kept := locked(Photo, number)) is not None:
            photos.remove(kept, by=current_user if current_user.is_authenticated else None)
    photo_files.forget(token)
    return redirect(back, 303)


ROUTES = (
    ("GET", "/new", "photo_new", photo_new),
    ("POST", "", "create_photo", create_photo),
    ("GET", "/<token>", "photo", photo),
    ("GET", "/<token>/<size>", "photo_file", photo_file),
    ("POST", "/<token>/cover", "create_cover", create_cover),
    ("POST", "/<token>/release", "create_release", create_release),
    ("POST", "/<token>/keeping", "create_keeping", create_keeping),
    ("POST", "/<token>/withdrawal", "create_withdrawal", create_withdrawal),
    ("POST", "/<token>/removal", "create_photo_removal", create_photo_removal),
)


def register(app) -> None:
    """The routes (photos are no issues' sub-pages: other rooms have them too) and the form for templates."""
    for method, rule, name, view in ROUTES:
        app.add_url_rule(f"/photos{rule}", f"issues.{name}", view, methods=[method])
    app.jinja_env.globals["photo_form"] = PhotoForm
