"""House rules and rules of order: everybody reads every version, whoever leads adopts the next."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.councils import queries, rules, rules_workflow
from civic.councils.models import Council
from civic.councils.order_lines import lines_of, typed_lines
from civic.councils.policies import may_lead
from civic.councils.preset import SENTENCES
from civic.councils.rule_models import RuleMoment, RulesKind
from civic.councils.table_forms import HouseRulesForm, OrderForm
from civic.councils.views import bp as councils
from civic.database import local_today, locked, writing
from civic.rendering import render
from civic.submissions import once


def leads(user, council):
    """Whether they keep this council's books today."""
    return may_lead(user, council, local_today())


@councils.get("/<int:council_id>/rules")
@requires(anyone, on=queries.council_or_404)
def council_rules(council):
    """What it has agreed about itself, and since when."""
    return render(
        "councils/council_rules.html", council=council, moments=RuleMoment, leads=leads,
        house=rules.versions(council, RulesKind.HOUSE), order=rules.versions(council, RulesKind.ORDER),
        lines=rules.rules_of(council),
    )  # fmt: skip


@councils.get("/<int:council_id>/rules/<int:version_id>")
@requires(anyone, on=lambda council_id, version_id: (
    queries.council_or_404(council_id), rules.version_or_404(council_id, version_id)
))  # fmt: skip
def rules_version(both):
    """One version as it was adopted."""
    return render("councils/rules_version.html", council=both[0], version=both[1], moments=RuleMoment)


@councils.get("/<int:council_id>/house-rules/new")
@requires(leads, on=queries.council_or_404)
def new_house_rules(council):
    """The present words, to be changed."""
    last = rules.in_force(council, RulesKind.HOUSE)
    form = HouseRulesForm(formdata=None, body=last.body if last else "", seen=last.number if last else 0)
    return render("councils/new_house_rules.html", council=council, form=form)


@councils.post("/<int:council_id>/house-rules")
@requires(leads, on=queries.council_or_404)
def create_house_rules(council):
    """In force from today on; the version before stays readable."""
    form, number = HouseRulesForm(), council.id
    if not form.validate_on_submit():
        return render("councils/new_house_rules.html", 422, council=council, form=form)
    here, said = url_for("councils.council_rules", council_id=number), form.data
    with writing(), once(form) as first:
        rules_workflow.adopt_house_rules(
            locked(Council, number), said["body"], how=said["how"], changed=said["changed"],
            by=current_user, seen=said["seen"],
        )  # fmt: skip
        first.leads_to(here)
    flash(_("Adopted. The version before stays readable."), "good")
    return redirect(here, 303)


@councils.get("/<int:council_id>/order/new")
@requires(leads, on=queries.council_or_404)
def new_order(council):
    """The rules in force, or the ten to start from, to be changed."""
    last = rules.in_force(council, RulesKind.ORDER)
    lines = lines_of(last.rules) if last else rules_workflow.preset_lines()
    form = OrderForm(formdata=None, seen=last.number if last else 0)
    return _order_page(council, form, lines)


def _order_page(council, form, lines, status=200):
    return render(
        "councils/new_order.html",
        status,
        council=council,
        form=form,
        lines=lines,
        moments=RuleMoment,
        sentences=SENTENCES,
    )


@councils.post("/<int:council_id>/order")
@requires(leads, on=queries.council_or_404)
def create_order(council):
    """In force from today on."""
    form, number, lines = OrderForm(), council.id, typed_lines(request.form)
    if not form.validate_on_submit():
        return _order_page(council, form, lines, 422)
    here, said = url_for("councils.council_rules", council_id=number), form.data
    with writing(), once(form) as first:
        rules_workflow.adopt_order(
            locked(Council, number), [line for line in lines if line.pop("kept", True)], how=said["how"],
            changed=said["changed"], by=current_user, seen=said["seen"],
        )  # fmt: skip
        first.leads_to(here)
    flash(_("Adopted. The version before stays readable."), "good")
    return redirect(here, 303)
