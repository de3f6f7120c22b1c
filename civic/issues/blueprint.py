"""The blueprint of this room; its view modules hang their routes on it, views.py hands it to the app."""

from flask import Blueprint

issues = Blueprint("issues", __name__, url_prefix="/issues")
