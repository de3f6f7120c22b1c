"""Hands the blueprint of work orders to the app, with every part of it opened."""

from civic.dispatch import (
    complainant_views,
    desk_views,
    evidence,
    export_views,
    hotline_views,
    leg_views,
    order_views,
)
from civic.dispatch.blueprint import work_orders

PARTS = (
    desk_views, order_views, leg_views, evidence, hotline_views, export_views, complainant_views,
)  # fmt: skip
bp = work_orders
