"""The blueprint of this room; views.py hands it to the app."""

from flask import Blueprint

work_orders = Blueprint("work_orders", __name__, url_prefix="/work-orders")
