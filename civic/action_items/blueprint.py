"""The room's blueprint; views.py and promise_views.py hang their routes on it."""

from flask import Blueprint

action_items = Blueprint("action_items", __name__)
