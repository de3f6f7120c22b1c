"""The room's blueprint; all view modules hang their routes on it, views.py opens it."""

from flask import Blueprint

reviews = Blueprint("reviews", __name__)
