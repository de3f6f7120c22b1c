"""What paper needs from us: an address as a QR code, for stairwells and slips."""

import io

import segno
from flask import Response, current_app, request
from markupsafe import Markup

from civic.authorization import anyone, local_path, requires

MARGIN = 2  # modules of white around the code, on paper that is white anyway
DAY = 86400


def qr(text: str, label: str = "") -> Markup:
    """`text` as an inline SVG as wide as its box; `label` is read out in its place."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=MARGIN, svgclass="qr"
    )
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else 'aria-hidden="true"'
    drawn = out.getvalue().decode().strip().replace("<svg", f"<svg {spoken}", 1)
    return Markup(drawn)  # noqa: S704 - segno writes only its own geometry, the label is escaped above


def full_address(path: str) -> str:
    """`path` behind the address people reach us by: CIVIC_URL, else what this request used."""
    return (current_app.config["PUBLIC_URL"] or request.host_url).rstrip("/") + path


@requires(anyone)
def printed_address():
    """The QR code printed at the foot of a page; browsers ask for it only when they print."""
    out = io.BytesIO()
    address = full_address(local_path(request.args.get("of"))[:300])
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=MARGIN)
    response = Response(out.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response


def register(app) -> None:
    """The picture's route and the two names templates use."""
    app.add_url_rule("/address.svg", "printed_address", printed_address)
    app.jinja_env.globals.update(qr=qr, full_address=full_address)
