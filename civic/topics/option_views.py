"""Options: added by neighbours, their facts, bottom lines, removal and what another body says of it."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.places import queries as places
from civic.rendering import render
from civic.submissions import once
from civic.topics import options as verbs
from civic.topics import policies, queries
from civic.topics.blueprint import back_to, form_page, one_time
from civic.topics.forms import (
    BottomLineForm,
    FactsForm,
    OptionForm,
    ReasonForm,
    RulingForm,
    cells,
    costs_sent,
    lines,
    ways_sent,
)

RULINGS = [("yes", _l("The option comes back")), ("no", _l("It stays off"))]


@form_page("/<int:no>/options")
@requires(policies.may_add_option, on=queries.topic_or_404)
def options(topic):
    """Add a way to settle it."""
    form, topic_id = OptionForm(), topic.id
    spots = {place.id: place for place in places.on_plan(topic.community_id)}
    form.place.choices = [(0, _("Nowhere in particular")), *((one.id, one.label) for one in spots.values())]
    if form.validate_on_submit():
        facts = cells(request.form, "new", topic.fact_names)
        place = spots.get(form.place.data)
        marks = [{"x": place.x, "y": place.y, "label": "", "words": place.label}] if place else []
        with one_time(form, topic_id):
            verbs.add_option(topic, by=current_user, title=form.title.data.strip(),
                             body=form.body.data or "", facts=facts, marks=marks,
                             other_way=(form.other_way.data or "").strip())  # fmt: skip
        return back_to(topic_id, _("Your option stands with the others."), "options")
    return render("topics/options.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/facts")
@requires(policies.may_run, on=queries.topic_or_404)
def facts(topic):
    """The table of facts: the same for every option, in the same order."""
    form, topic_id, standing = FactsForm(), topic.id, queries.standing_options(topic)
    costs = costs_sent(request.form, [one.id for one in standing])
    if form.validate_on_submit() and form.takes(costs):
        names = lines(form.fact_names.data)[:8]
        told = {one.id: cells(request.form, one.id, names) for one in standing}
        with writing(), once(form) as first:
            verbs.fill_facts(topic, by=current_user, fact_names=names, facts=told, costs=costs,
                             other_ways=ways_sent(request.form, told))  # fmt: skip
            first.leads_to(url_for("topics.facts", no=topic_id))
        return redirect(url_for("topics.facts", no=topic_id), 303)
    form.fact_names.data = form.fact_names.data or "\n".join(topic.fact_names)
    return render("topics/facts.html", 422 if form.errors else 200, topic=topic, form=form, options=standing,
                  sent=request.form)  # fmt: skip


@form_page("/<int:no>/bottom-lines")
@requires(policies.may_run, on=queries.topic_or_404)
def bottom_lines(topic):
    """What nobody may vote away, and which option would break it."""
    form, topic_id, standing = BottomLineForm(), topic.id, queries.standing_options(topic)
    form.option.choices = [(0, _("None of them")), *((one.id, one.title) for one in standing)]
    if form.validate_on_submit():
        with one_time(form, topic_id):
            line = verbs.add_bottom_line(
                topic, by=current_user, text=form.text.data.strip(), source=form.source.data or ""
            )
            for option in (one for one in standing if one.id == form.option.data):
                verbs.mark_breaking(option, line, by=current_user)
        return back_to(topic_id, _("The bottom line stands on the page."), "options")
    return render("topics/bottom_lines.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/options/<int:option>/removal")
@requires(policies.may_remove_option, on=lambda no, option: queries.option_or_404(no, option))
def removal(option):
    """Take an option off, with a public reason."""
    form, topic_id = ReasonForm(), option.topic_id
    if form.validate_on_submit():
        body_id = min(current_user.body_ids, default=None)
        with one_time(form, topic_id):
            verbs.remove_option(option, by=current_user, reason=form.reason.data, body_id=body_id)
        return back_to(topic_id, _("The option is off; your reason stands in its place."), "options")
    return _page("topics/removal.html", option, form)


@form_page("/<int:no>/options/<int:option>/removal/review")
@requires(policies.may_ask_review, on=lambda no, option: queries.option_or_404(no, option))
def removal_review(option):
    """Ask another body to look at a removal."""
    form, topic_id = ReasonForm(), option.topic_id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            verbs.ask_removal_review(option, by=current_user, grounds=form.reason.data)
        return back_to(topic_id, _("Another body is asked; its answer will stand here."), "options")
    return _page("topics/removal_review.html", option, form)


@form_page("/<int:no>/options/<int:option>/removal/ruling")
@requires(policies.may_rule_removal, on=lambda no, option: queries.option_or_404(no, option))
def removal_ruling(option):
    """A delegate of another body says whether it comes back."""
    form, topic_id = RulingForm(), option.topic_id
    form.verdict.choices = RULINGS
    if option.review is None:
        abort(404)
    if form.validate_on_submit():
        body_id = min(current_user.body_ids, default=None)
        with one_time(form, topic_id):
            verbs.rule_removal(option, by=current_user, body_id=body_id,
                               restored=form.verdict.data == "yes", reason=form.reason.data)  # fmt: skip
        return back_to(topic_id, _("Your ruling is public."), "options")
    return _page("topics/removal_ruling.html", option, form)


def _page(template, option, form):
    status = 422 if form.errors else 200
    return render(template, status, option=option, topic=option.topic, form=form)
