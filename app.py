"""The WSGI entry point: `flask --app app …` and every server start here."""

import gc

gc.disable()  # a start lets nothing go; walking over it again and again cost a fifth of a second

from civic import create_app  # noqa: E402

app = create_app()
gc.freeze()  # what a start makes, stays: collections pass it over, and forked workers keep sharing it
gc.enable()
