"""The WSGI entry point: `flask --app app …` and every server start here."""

from civic import create_app

app = create_app()
