"""Hands the blueprint of work orders to the app, with every part of it opened."""

from civic.dispatch import (
    affected_views,
    desk_views,
    evidence,
    exception_views,
    exclusion_views,
    extension_views,
    leg_views,
    long_term_views,
    objection_views,
    order_views,
    site_check_photos,
)
from civic.dispatch.blueprint import work_orders

PARTS = (
    desk_views, order_views, leg_views, evidence, exception_views, objection_views, extension_views,
    long_term_views, exclusion_views, affected_views, site_check_photos,
)  # fmt: skip
bp = work_orders
