"""The blueprint with all view modules on it."""

from civic.dispatch import classifying_views, community_list_views, table_views
from civic.dispatch.blueprint import work_orders as bp

__all__ = ("bp",)
VIEWS = (classifying_views, community_list_views, table_views)
