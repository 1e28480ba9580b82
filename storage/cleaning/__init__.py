"""Cleaned rows for training: snapshots in, snapshots without what would mislead out, and a list of what was done.

Each rule is a file of its own with one function ``(rows, context) -> (rows, findings)``; polars only, no database.
"""

from storage.cleaning.clean import CleanReport, clean
from storage.cleaning.quality import data_quality
from storage.cleaning.records import events_of, orders_of, regions_of
from storage.cleaning.rows import Context, Rows, read_rows
from storage.cleaning.shift import shift

__all__ = [
    "CleanReport",
    "Context",
    "Rows",
    "clean",
    "data_quality",
    "events_of",
    "orders_of",
    "read_rows",
    "regions_of",
    "shift",
]
