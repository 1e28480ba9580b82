"""Twelve promotions of different kinds around ``now``: some run, one is over, one has not begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from data.sample.products import Made
from shop.promotions import Promotion


def make_promotions(made: Sequence[Made], now: datetime) -> tuple[Promotion, ...]:
    """``now`` (aware) decides validity. Product ids are read from ``made``; ``used`` stays below every limit."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    slow = sorted((m for m in made if m.product.in_stock), key=lambda m: (m.popularity, m.product.product_id))
    clearance = tuple(sorted(m.product.product_id for m in slow[:20]))

    def ago(days: int) -> datetime:
        return day - timedelta(days=days)

    def ahead(days: int) -> datetime:
        return day + timedelta(days=days)

    return (
        Promotion(
            "welcome-10",
            "Welcome: 10% off your first order",
            "percent",
            10,
            code="WELCOME10",
            starts_at=ago(300),
            ends_at=ahead(400),
            customer_limit=1,
            maximum_discount=4000,
            priority=50,
            description="10% off everything, once per customer, at most $40.00 off.",
        ),
        Promotion(
            "trail-jackets-15",
            "Jacket weeks: 15% off jackets",
            "percent",
            15,
            code="LAYERUP",
            starts_at=ago(12),
            ends_at=ahead(24),
            categories=("Jackets",),
            customer_limit=2,
            priority=30,
            description="15% off all jackets while jacket weeks last.",
        ),
        Promotion(
            "camp-kitchen-12",
            "Camp kitchen: $12 off cookware from $60",
            "amount",
            1200,
            code="CAMPCOOK",
            starts_at=ago(20),
            ends_at=ahead(40),
            categories=("Cookware",),
            minimum_spend=6000,
            customer_limit=1,
            priority=30,
            description="$12.00 off cookware when the cookware in your cart comes to $60.00 or more.",
        ),
        Promotion(
            "spend-150-save-20",
            "Spend $150, save $20",
            "spend_threshold",
            2000,
            starts_at=ago(60),
            ends_at=ahead(90),
            minimum_spend=15000,
            priority=60,
            description="$20.00 off carts of $150.00 or more, without a code.",
        ),
        Promotion(
            "spend-300-save-12pct",
            "Big trip: 12% off from $300",
            "spend_threshold",
            12,
            code="BIGTRIP",
            starts_at=ago(30),
            ends_at=ahead(60),
            minimum_spend=30000,
            value_is_percent=True,
            maximum_discount=9000,
            customer_limit=1,
            priority=40,
            description="12% off carts of $300.00 or more, at most $90.00 off.",
        ),
        Promotion(
            "gold-free-10",
            "Gold members: 10% off everything",
            "percent",
            10,
            starts_at=ago(200),
            ends_at=ahead(165),
            tiers=("gold",),
            priority=55,
            description="10% off for gold members, without a code.",
        ),
        Promotion(
            "members-sleep-18",
            "Members sleep well: 18% off sleeping gear",
            "percent",
            18,
            code="SLEEPWELL",
            starts_at=ago(5),
            ends_at=ahead(30),
            categories=("Sleeping",),
            tiers=("silver", "gold"),
            customer_limit=1,
            priority=25,
            description="18% off sleeping bags, pads and pillows for silver and gold members.",
        ),
        Promotion(
            "holmbeck-25",
            "Holmbeck at home: $25 off from $180",
            "amount",
            2500,
            code="HOLMBECK25",
            starts_at=ago(8),
            ends_at=ahead(45),
            brands=("Holmbeck",),
            minimum_spend=18000,
            total_limit=400,
            used=37,
            customer_limit=1,
            priority=20,
            description="$25.00 off Holmbeck lamps, rugs, blankets and furniture from $180.00, for the first 400 uses.",
        ),
        Promotion(
            "warm-home-20",
            "Warm evenings: 20% off blankets",
            "percent",
            20,
            code="WARMHOME",
            starts_at=ago(10),
            ends_at=ahead(35),
            categories=("Blankets",),
            total_limit=1000,
            used=212,
            customer_limit=2,
            priority=20,
            stackable=True,
            description="20% off blankets, cushions and towels, for the first 1,000 uses.",
        ),
        Promotion(
            "clearance-30",
            "Last of the line: 30% off twenty finds",
            "percent",
            30,
            starts_at=ago(3),
            ends_at=ahead(11),
            product_ids=clearance,
            priority=10,
            description="30% off twenty products that we will not reorder, without a code.",
        ),
        Promotion(
            "summer-tents-20",
            "Summer tents: 20% off",
            "percent",
            20,
            code="TENTSUMMER",
            starts_at=ago(190),
            ends_at=ago(90),
            categories=("Tents",),
            customer_limit=1,
            priority=30,
            total_limit=500,
            used=318,
            description="20% off tents. This offer has ended.",
        ),
        Promotion(
            "garden-start-8",
            "Garden start: $8 off garden things",
            "amount",
            800,
            code="GREENSTART",
            starts_at=ahead(75),
            ends_at=ahead(135),
            categories=("Garden",),
            minimum_spend=4000,
            customer_limit=1,
            priority=30,
            description="$8.00 off garden things from $40.00, when the garden weeks begin.",
        ),
    )
