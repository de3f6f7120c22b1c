"""The room's one blueprint, shared by its view modules."""

from flask import Blueprint

votes = Blueprint("votes", __name__)
