"""The list of issues: everybody's, cacheable, the same with and without JavaScript."""

from flask import request

from civic.authorization import anyone, requires
from civic.issues import categories
from civic.issues.blueprint import issues
from civic.issues.listing import ORDERS, Asked, areas, choices, nearby, page_of
from civic.rendering import render


@issues.get("")
@requires(anyone)
def index():
    """Newest, most supported, most discussed or longest waiting; narrowed; searched."""
    asked = Asked.read(request.args)
    page = page_of(asked)
    near = () if page or not asked.words or asked.after else nearby(asked)
    kept = asked.kept | ({"narrow": "1"} if request.args.get("narrow") else {})
    narrows = "narrow" in kept or asked.filters
    return render(
        "issues/index.html",
        asked=asked,
        page=page,
        near=near,
        kept=tuple(kept.items()),
        areas=areas(asked.filters.get("community_id")) if narrows else None,
        tree=categories.tree().stamp if narrows else None,
    )


def register(app) -> None:
    """What the drawn parts of the page ask for: orders and the words of the selects."""
    app.jinja_env.globals["issue_orders"] = lambda: [(code, says[0]) for code, says in ORDERS.items()]
    app.jinja_env.globals["issue_choices"] = choices
