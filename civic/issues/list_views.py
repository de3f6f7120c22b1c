"""The list of issues: everybody's, cacheable, the same with and without JavaScript."""

from flask import request, url_for

from civic.authorization import anyone, requires
from civic.issues.blueprint import issues
from civic.issues.categories import CATEGORIES
from civic.issues.kinds import IssueKind
from civic.issues.listing import ORDERS, Asked, areas, nearby, page_of
from civic.rendering import render
from civic.threads.models import Status


@issues.get("")
@requires(anyone)
def index():
    """Newest, most supported, most discussed or longest waiting; filtered; searched."""
    asked = Asked.read(request.args)
    page = page_of(asked)
    near = [] if page or not asked.words or asked.after else nearby(asked)
    kept = {name: value for name, value in request.args.items() if value and name != "after"}
    return render(
        "issues/index.html", asked=asked, page=page, near=near, kept=kept, orders=ORDERS,
        areas=areas(asked.filters.get("community_id")), statuses=[(each, each.label) for each in Status],
        kinds=[(each, each.label) for each in IssueKind],
        categories=[(code, words) for code, (words, _leaves) in CATEGORIES.items()],
        address=url_for("transparency.thread", no=0)[:-1],
    )  # fmt: skip
