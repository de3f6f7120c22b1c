"""The WSGI entry point: `flask --app app …` and every server start here."""

import gc

gc.disable()  # a start lets nothing go; walking over it again and again cost a fifth of a second

from sqlalchemy.orm import configure_mappers  # noqa: E402

from civic import create_app  # noqa: E402

app = create_app()
configure_mappers()  # once and shared; forked workers would each do it at their first request, 15 MB apiece
gc.freeze()  # what a start makes, stays: collections pass it over, and forked workers keep sharing it
gc.enable()
