"""One template serves the whole page and each of its regions.

A region is a Jinja block that wraps the element of the same id; repeated elements add ``--<pk>``.
htmx names the element it will replace, and only that block (and its queries) is rendered. This is
the only file that knows htmx.
"""

from types import SimpleNamespace

from flask import current_app, make_response, render_template, request
from flask_babel import get_locale
from jinja2 import Template

from civic.extensions import htmx
from civic.phrases import words_in


class Sheet(Template):
    """A template whose macros are the same for every page: we give no template globals of its own.

    Jinja compares all names of the page with all of the macros' at each import, 60 µs each time.
    """

    def _get_default_module(self, ctx=None):
        return super()._get_default_module()


def register(app) -> None:
    """What every page says about the site itself, under one name: `site`."""
    app.jinja_env.template_class = Sheet
    app.jinja_env.globals["site"] = SimpleNamespace(
        neighbourhood=app.config["NEIGHBOURHOOD"],
        operator=app.config["OPERATOR"],
        icp=app.config["ICP"],
        public_security=app.config["PUBLIC_SECURITY"],
        report_phone=app.config["REPORT_PHONE"],
        demo=app.config["DEMO"],
        url=app.config["PUBLIC_URL"],
    )


def render(template, status=200, **context):
    """The page, or the region asked for, with `status`; varies by the headers that decided."""
    region = _requested_region()
    context = words_in(get_locale()) | context  # found once, not for each phrase
    page = current_app.jinja_env.get_template(template)
    if region in page.blocks:
        html = _render_block(page, region, context) + render_template("_flashes.html", oob=True)
        response = make_response(html, status)
    else:
        response = make_response(render_template(template, **context), status)
        if region:
            take_over(response)
            response.headers["HX-Push-Url"] = request.full_path.rstrip("?")
    response.vary.update(("HX-Request", "HX-Target"))
    return response


def take_over(response):
    """Let the answer replace the whole page when htmx only asked for a region of it."""
    if htmx and not htmx.boosted:
        response.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML"})
    return response


def _requested_region():
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    element = (htmx.target or "").rpartition("#")[2]  # htmx 4 says "section#votes"
    return element.partition("--")[0] or None


def _render_block(page, block, context):
    current_app.update_template_context(context)
    page_context = page.new_context(context)
    next(page.root_render_func(page_context), None)  # runs the page's own imports and sets
    return "".join(page_context.blocks[block][0](page_context))
