"""Our home, and I as a resident, demand a meeting; and how many adults live here, by which register."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from civic.authorization import requires
from civic.database import local_today, writing
from civic.places import queries as places
from civic.rendering import render
from civic.submissions import OnceForm, once
from civic.topics import calling, policies, queries
from civic.topics.blueprint import back_to, form_page, topics
from civic.topics.forms import NEEDED


class AdultsForm(OnceForm):
    """What the register says."""

    adults = IntegerField(
        _l("How many residents of 18 or older"), [InputRequired(NEEDED.message), NumberRange(1, 1_000_000)]
    )
    counted_on = DateField(_l("The register is of which day"), [NEEDED], default=local_today)
    source = StringField(_l("Which register says so"), [NEEDED, Length(max=200)])


@topics.post("/<int:no>/meeting-calls")
@requires(policies.may_call_meeting, on=queries.topic_or_404)
def create_meeting_call(topic):
    """Our home demands a residents' meeting on this, and so do I."""
    form, topic_id = OnceForm(), topic.id
    voice = {"household_id": min(current_user.household_ids)}
    voice |= {"is_adult": current_user.is_adult or "adult" in request.form}
    with writing(), once(form) as first:
        new = calling.call_meeting(topic, by=current_user, **voice)
        first.leads_to(url_for("topics.show", no=topic_id))
    return back_to(topic_id, _("You are counted.") if new else _("You were counted already."))


def own_community():
    """The community of whoever looks, None without one."""
    return places.community(min(current_user.community_ids, default=0))


@form_page("/adult-residents")
@requires(policies.may_write_adults, on=own_community)
def adult_residents(community):
    """The residents' committee says how many adults live here."""
    form, written = AdultsForm(), calling.adults_of(community.id)
    if not form.validate_on_submit():
        return render("topics/adults.html", 422 if form.errors else 200, form=form, written=written)
    told = {name: form[name].data for name in ("adults", "counted_on", "source")}
    with writing(), once(form) as first:
        calling.write_adults(community, by=current_user, **told)
        first.leads_to(url_for("topics.adult_residents"))
    flash(_("It is written down. Demands that begin now count against it."))
    return redirect(url_for("topics.adult_residents"), 303)
