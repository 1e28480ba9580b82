"""The rules by which deeds are cleaned before anything is learnt from them, in the order in which they are applied."""

from __future__ import annotations

from collections.abc import Mapping

CLEANING_RULES: Mapping[str, str] = {
    "impossible_values": "times in the future, quantities and prices below what can be, items that no field names",
    "exact_duplicates": "the same deed of the same person at the same moment, and the same order under two ids",
    "bots": "robots by their device string, inhuman rates, and days of views on which nobody stayed",
    "near_duplicates": "double clicks and retries within seconds, an order sent twice within minutes",
    "test_orders": "test articles, test customers and staff, orders that cost nothing",
    "no_goods": "postage, fees and corrections that stand among the lines of an order",
    "returns": "what came back is taken off the purchase that it belongs to",
    "outliers": "quantities, prices and dwell times beyond robust bounds are drawn to the bound",
    "missing_values": "missing dwell times, prices and names are filled in from the training part alone",
}
