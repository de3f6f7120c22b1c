"""The foundation: writing, time, pages for every status, headers."""
