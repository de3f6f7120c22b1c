"""The administrator's list of bodies, what one of them still owes, and that it has been dissolved."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.forms import ActForm
from civic.accounts.policies import is_administrator
from civic.authorization import requires
from civic.councils.models import Body
from civic.councils.queries import body_or_404
from civic.councils.workflow import dissolve_body
from civic.database import locked, writing
from civic.desk import body_queries
from civic.desk.views import bp as desk
from civic.issues.categories import path_label
from civic.places.queries import places_by_id
from civic.rendering import render
from civic.submissions import once


@desk.get("/councils/bodies")
@requires(is_administrator)
def bodies():
    """Every body of the site with the place it serves, the newest first."""
    page = body_queries.page_of_bodies(request.args.get("after"))
    return render("desk/bodies.html", page=page)


@desk.get("/councils/bodies/<int:body_id>")
@requires(is_administrator, on=body_or_404)
def body(body):
    """What it still owes, who acts for it, which tables name it."""
    place = places_by_id([body.place_id]).get(body.place_id)
    return render(
        "desk/body.html", body=body, place=place, owed=body_queries.owed_by(body),
        form=ActForm(formdata=None), path_label=path_label,
    )  # fmt: skip


@desk.post("/councils/bodies/<int:body_id>/dissolution")
@requires(is_administrator, on=body_or_404)
def create_dissolution(body):
    """From today it exists no more; its parts of orders go back to the street."""
    number, name, here = body.id, body.short_name, url_for(".body", body_id=body.id)
    with writing(), once(ActForm()) as submission:
        dissolve_body(locked(Body, number), by=current_user)
        submission.leads_to(here)
    flash(_("%(body)s is dissolved. What it led waits to be dispatched anew.", body=name), "good")
    return redirect(here, 303)
