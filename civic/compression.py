"""Pages travel compressed: a phone on a bad line waits for bytes, not for our processor.

A page of somebody signed in carries its form token, and compression can leak a secret that stands
beside words a stranger chose (BREACH, 2013). As Django does, a random name of random length goes
into the gzip header, which blurs the length such an attack would measure
(Palacios et al., "Heal the BREACH", IEEE Access 2022).
"""

import gzip
import io
import secrets

from flask import request

LEVEL = 4  # 20 KB of HTML in about 0.3 ms; higher levels save little on pages of this size
SMALL = 600  # bytes that fit one packet anyway
BLUR = 100
EMPTY = (204, 303, 304)  # answers without a page worth packing
TYPES = ("text/html", "application/json", "image/svg+xml", "text/csv", "application/atom+xml")


def register(app) -> None:
    """Compress what is worth it on the way out."""
    app.after_request(_compress)


def _compress(response):
    if response.mimetype not in TYPES or response.status_code in EMPTY:
        return response
    response.vary.add("Accept-Encoding")
    if not _worth_it(response) or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    out = io.BytesIO()
    name = "n" * (1 + secrets.randbelow(BLUR))
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=out, mtime=0) as packed:
        packed.write(response.get_data())
    response.set_data(out.getvalue())
    response.headers["Content-Encoding"] = "gzip"
    return response


def _worth_it(response):
    return (
        not response.is_streamed
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and 200 <= response.status_code < 500
        and len(response.get_data()) > SMALL
    )
