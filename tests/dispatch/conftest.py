"""Sentences without an application around them, for what is pure in this room."""

import pytest

PURE = ("csv_files", *(f"dispatch.hotline_{name}" for name in ("columns", "rows", "file", "workbook")))


@pytest.fixture
def english(monkeypatch):
    for module in PURE:
        monkeypatch.setattr(f"civic.{module}._", lambda words, **values: words % values)
