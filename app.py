"""The WSGI entry point: `flask --app app …` and every server start here."""

import gc

from civic import create_app

app = create_app()
gc.collect()
gc.freeze()  # what a start makes, stays: collections pass it over, and forked workers keep sharing it
