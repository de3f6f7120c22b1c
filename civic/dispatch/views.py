"""Hands the blueprint of work orders to the app, with every part of it opened."""

from civic.dispatch import (
    affected_views,
    bulk_views,
    classifying_views,
    community_list_views,
    desk_views,
    evidence,
    exception_views,
    exclusion_views,
    extension_views,
    leg_views,
    long_term_views,
    objection_views,
    order_views,
    roster_views,
    site_check_photos,
    table_views,
    urgent_door_views,
    urgent_views,
)
from civic.dispatch.blueprint import work_orders

PARTS = (
    affected_views,
    bulk_views,
    classifying_views,
    community_list_views,
    desk_views,
    evidence,
    exception_views,
    exclusion_views,
    extension_views,
    leg_views,
    long_term_views,
    objection_views,
    order_views,
    roster_views,
    site_check_photos,
    table_views,
    urgent_door_views,
    urgent_views,
)
bp = work_orders
