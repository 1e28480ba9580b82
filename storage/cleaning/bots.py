"""Deeds of machines: they say so in the device, go faster than anyone can, or open pages all day and stay on none."""

from __future__ import annotations

import polars as pl

from storage.cleaning.rows import Context, Finding, Rows, drop_events, told, who

VIEWS_AN_HOUR = 1000
PAGES_A_MINUTE = 60
VIEWS_WITHOUT_DWELL = 50  # in a day
_ROBOT = (
    r"(?i)(^|[^a-z])(ro)?bot([^a-z]|$)|[a-z]bot([/ ;),_-]|$)|crawl|spider|slurp|headless|phantomjs|curl/|wget|python-|scrapy"
    r"|httpclient|okhttp|go-http|selenium|puppeteer|playwright|lighthouse|uptime|facebookexternalhit|bytespider"
)
_A_PHONE = r"(?i)cubot"  # a maker of telephones
_PAGES = ("view", "click", "search")


def bots(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    """Events with a robot's device go; of a machine's day all but purchases and returns, which the shop's server reported.

    Without dwell counts only in a shop that reports dwell for at least half of its views.
    """
    robot = pl.col("device").str.contains(_ROBOT) & ~pl.col("device").str.contains(_A_PHONE)
    said = rows.events.filter(robot)
    findings = [told(said, "device string of a robot")]
    rows = drop_events(rows, said["seq"])

    pages = rows.events.filter(pl.col("type").is_in(_PAGES)).select(who(), "type", "at", "value")
    day = pl.col("at").dt.date().alias("day")
    views = pages.filter(pl.col("type") == "view")
    hours = views.group_by("who", pl.col("at").dt.truncate("1h")).len().filter(pl.col("len") >= VIEWS_AN_HOUR)
    minutes = pages.group_by("who", pl.col("at").dt.truncate("1m")).len().filter(pl.col("len") >= PAGES_A_MINUTE)
    for why, found in (
        (f"{VIEWS_AN_HOUR:,} views or more in an hour", hours),
        (f"{PAGES_A_MINUTE} pages or more in a minute", minutes),
        (f"{VIEWS_WITHOUT_DWELL} views or more in a day, none of them for a second", _without_dwell(rows.events, views)),
    ):
        days = found.select("who", day).unique()
        busy = rows.events.with_columns(who(), day).join(days, on=["who", "day"], how="semi")
        gone = busy.filter(~pl.col("type").is_in(("purchase", "return")))
        findings.append(told(gone, why))
        rows = drop_events(rows, gone["seq"])
    return rows, findings


def _without_dwell(events: pl.DataFrame, views: pl.DataFrame) -> pl.DataFrame:
    """``who`` and ``at`` (of their day) of days on which somebody only opened pages."""
    stayed = pl.col("value").fill_null(0.0) >= 1.0
    if not views.height or views.select(stayed.mean()).item() < 0.5:
        return views.select("who", "at").clear()
    day = pl.col("at").dt.date().alias("day")
    opened = views.group_by("who", day).agg(pl.len(), stayed.any().alias("stayed"), pl.col("at").first())
    meant = events.filter(pl.col("type").is_in(("cart_add", "purchase", "wishlist", "chat"))).select(who(), day).unique()
    empty = opened.filter((pl.col("len") >= VIEWS_WITHOUT_DWELL) & ~pl.col("stayed"))
    return empty.join(meant, on=["who", "day"], how="anti").select("who", "at")
