"""Hands the blueprint of work orders to the app, with every part of it opened."""

from civic.dispatch import desk_views, evidence, leg_views, order_views
from civic.dispatch.blueprint import work_orders

PARTS = (desk_views, order_views, leg_views, evidence)
bp = work_orders
