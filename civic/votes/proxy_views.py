"""An owner's writing is shown at the office: entered, or taken back."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import Conflict, NotFound, Refused
from civic.extensions import db
from civic.rendering import render
from civic.votes import policies, proxies
from civic.votes.blueprint import votes
from civic.votes.keying import table_or_404
from civic.votes.models import Vote
from civic.votes.paper_serials import number_of
from civic.votes.roll_forms import ProxyForm


def proxy_table(no):
    """The paper of a vote whose owners may send somebody; raises NotFound."""
    table = table_or_404(no)
    if not table.vote.proxies:
        raise NotFound(None)
    return table


@votes.get("/votes/<int:no>/proxies")
@requires(policies.may_run_table, on=proxy_table)
def proxies_page(table):
    """Enter a writing; how many there are."""
    return _page(table, ProxyForm(formdata=None, serial=request.args.get("serial", "")))


def _page(table, form, status=200, refusal=None):
    number = proxies.number_of(table.vote)
    return render("votes/proxies.html", status, vote=table.vote, form=form, number=number,
                  most=proxies.MOST, refusal=refusal)  # fmt: skip


@votes.post("/votes/<int:no>/proxies")
@requires(policies.may_run_table, on=proxy_table)
def create_proxy(table):
    """This person hands that ballot in."""
    form, no = ProxyForm(), table.vote.id
    if not form.validate():
        return _page(table, form, 422)
    try:
        with writing():
            proxies.give(db.session.get(Vote, no), by=current_user, **form.given())
    except (Conflict, Refused) as refusal:
        return _page(proxy_table(no), form, refusal.status, refusal)
    flash(_("Entered. It is void as soon as the owner hands the ballot in."), "good")
    return redirect(url_for("votes.proxies_page", no=no), 303)


@votes.post("/votes/<int:no>/proxies/ending")
@requires(policies.may_run_table, on=proxy_table)
def end_proxy(table):
    """The owner takes it back."""
    no, number = table.vote.id, number_of(request.form.get("serial", ""))
    try:
        with writing():
            proxies.take_back(db.session.get(Vote, no), number or 0, by=current_user)
    except (Conflict, Refused) as refusal:
        return _page(proxy_table(no), ProxyForm(formdata=None), refusal.status, refusal)
    flash(_("Taken back: only the owner hands this ballot in now."), "good")
    return redirect(url_for("votes.proxies_page", no=no), 303)
