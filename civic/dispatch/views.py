"""Hands the blueprint of work orders to the app, with every part of it opened."""

from civic.dispatch import (
    bulk_views,
    classifying_views,
    community_list_views,
    desk_views,
    evidence,
    leg_views,
    order_views,
    table_views,
)
from civic.dispatch.blueprint import work_orders

PARTS = (
    bulk_views, classifying_views, community_list_views, desk_views, evidence, leg_views, order_views,
    table_views,
)  # fmt: skip
bp = work_orders
