"""All rules one after the other, with what each of them found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from shop.cleaning import CLEANING_RULES
from shop.errors import InvalidInput
from storage.cleaning.bots import bots
from storage.cleaning.exact_duplicates import exact_duplicates
from storage.cleaning.impossible_values import impossible_values
from storage.cleaning.missing_values import missing_values
from storage.cleaning.near_duplicates import near_duplicates
from storage.cleaning.no_goods import no_goods
from storage.cleaning.outliers import outliers
from storage.cleaning.returns import returns
from storage.cleaning.rows import Context, Finding, Rows
from storage.cleaning.unmeant_orders import unmeant_orders

Rule = Callable[[Rows, Context], tuple[Rows, list[Finding]]]
RULES: dict[str, Rule] = {
    "impossible_values": impossible_values,
    "exact_duplicates": exact_duplicates,
    "bots": bots,
    "near_duplicates": near_duplicates,
    "test_orders": unmeant_orders,
    "no_goods": no_goods,
    "returns": returns,
    "outliers": outliers,
    "missing_values": missing_values,
}


@dataclass(frozen=True)
class Applied:
    rule: str
    on: bool
    findings: Sequence[Finding] = ()

    @property
    def removed(self) -> int:
        return sum(finding.removed for finding in self.findings)

    @property
    def changed(self) -> int:
        return sum(finding.changed for finding in self.findings)


@dataclass(frozen=True)
class CleanReport:
    """Rows of events and order lines before and after, and each rule with its findings."""

    before: dict[str, int]
    after: dict[str, int]
    rules: Sequence[Applied]

    def as_dict(self) -> dict[str, Any]:
        return {
            "before": self.before,
            "after": self.after,
            "rules": [
                {
                    "rule": applied.rule,
                    "meaning": CLEANING_RULES[applied.rule],
                    "on": applied.on,
                    "removed": applied.removed,
                    "changed": applied.changed,
                    "findings": [
                        {"why": f.why, "removed": f.removed, "changed": f.changed, "examples": [dict(e) for e in f.examples]}
                        for f in applied.findings
                        if f.removed or f.changed
                    ],
                }
                for applied in self.rules
            ],
        }


def clean(rows: Rows, context: Context, off: Collection[str] = ()) -> tuple[Rows, CleanReport]:
    """The rows that training may learn from. ``off``: rules that are left out. Raises InvalidInput for an unknown rule."""
    unknown = [name for name in off if name not in RULES]
    if unknown:
        raise InvalidInput(f"There is no cleaning rule {unknown[0][:40]!r}. Known: {', '.join(RULES)}.", code="unknown_rule")
    before = _counts(rows)
    applied = []
    for name, rule in RULES.items():
        findings: list[Finding] = []
        if name not in off:
            rows, findings = rule(rows, context)
        applied.append(Applied(name, name not in off, findings))
    return rows, CleanReport(before, _counts(rows), applied)


def _counts(rows: Rows) -> dict[str, int]:
    return {"events": rows.events.height, "order_lines": rows.orders.height}
