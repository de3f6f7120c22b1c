"""The whistles' blueprint; the whistle_*_views.py hang their routes on it."""

from flask import Blueprint

whistles = Blueprint("whistles", __name__)
