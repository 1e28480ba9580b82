"""``docs/quality.md``, made from what ``make bench`` kept in ``docs/bench/``: each figure beside its goal and its baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """``path``, ``baseline`` and ``gain`` are places in the suite's result, parts joined by "/"; ``goal`` is said as it is."""

    suite: str
    label: str
    path: str
    goal: str = ""
    baseline: tuple[str, str] = ("", "")  # its name, its place
    gain: str = ""


_LAST = "as last period"


def _ahead(label: str, place: str, ours: str, baseline: str = "as_last_period", name: str = _LAST, gain: str = "") -> Figure:
    """A figure of the suite "customers": ``place`` holds both ways and their gain."""
    at = f"online_retail/{place}"
    return Figure("customers", label, f"{at}/{ours}", "", (name, f"{at}/{baseline}"), f"{at}/{gain}" if gain else "")


_MONTH, _QUARTER, _WEEK_OF, _MONTH_OF = "next_30_days", "next_91_days", "intention/within_7_days", "intention/within_30_days"
CUSTOMERS = (
    _ahead("Orders in the next 30 days: mean squared error", _MONTH, "shipped/mse", "as_last_period/mse",
           gain="shipped/gain/squared_error"),
    _ahead("the same: Brier score of the chance to buy", _MONTH, "shipped/brier", "as_last_period/brier",
           gain="shipped/gain/brier"),
    _ahead("the same: AUC", _MONTH, "shipped/auc", "as_last_period/auc"),
    _ahead("Orders in the next 91 days: mean squared error", _QUARTER, "shipped/mse", "as_last_period/mse",
           gain="shipped/gain/squared_error"),
    _ahead("the same, BG/NBD alone", _QUARTER, "bg_nbd/mse", "as_last_period/mse", gain="bg_nbd/gain/squared_error"),
    _ahead("the same: Brier score of the chance to buy", _QUARTER, "shipped/brier", "as_last_period/brier",
           gain="shipped/gain/brier"),
    _ahead("Mean order of the next 91 days: mean absolute error, £", "worth_91_days/order_value", "gamma_gamma/mae",
           "as_last_period/mae", gain="as_last_period/gain/absolute_error"),
    _ahead("Money of the next 30 days: mean absolute error, £", "worth_30_days/money", "orders_times_value/mae",
           "as_last_period/mae", gain="gain/absolute_error"),
    _ahead("the same of the next 91 days", "worth_91_days/money", "orders_times_value/mae", "as_last_period/mae",
           gain="gain/absolute_error"),
    _ahead("Buys of a category within 7 days: Brier score", _WEEK_OF, "shipped/brier", "as_last_period/brier",
           gain="gain/brier"),
    _ahead("the same: expected calibration error", _WEEK_OF, "shipped/calibration_error", "as_last_period/calibration_error"),
    _ahead("Buys of a category within 30 days: Brier score", _MONTH_OF, "shipped/brier", "as_last_period/brier",
           gain="gain/brier"),
    _ahead("the same: expected calibration error", _MONTH_OF, "shipped/calibration_error", "as_last_period/calibration_error"),
    _ahead("Look-alikes of ten categories' buyers: lift in the first tenth", "look_alikes/all", "lift_shipped",
           "lift_most_orders", "most orders first", "gain/most_orders"),
    Figure("customers", "Segments found again in half the customers: adjusted Rand index",
           "online_retail/groups/segments/found_again"),
    Figure("customers", "All of it: seconds", "online_retail/seconds"),
    Figure("customers", "All of it: memory, MB", "online_retail/memory_mb"),
)  # fmt: skip


def _released(shop: str, label: str) -> tuple[Figure, ...]:
    """What became of sound versions and of spoilt ones."""
    spoilt = (
        ("half_the_deeds_on_other_products", "half the learnt deeds on other products"),
        ("a_tenth_of_the_people", "nine tenths of the people missing"),
        ("vectors_of_other_products", "vectors of other products"),
    )
    return (
        Figure("releases", f"{label}: sound versions refused", f"{shop}/sound/refused", "", ("of", f"{shop}/sound/tried")),
        *(
            Figure(
                "releases", f"{label}: {words}, held", f"{shop}/spoilt/{name}/held", "", ("of", f"{shop}/spoilt/{name}/tried")
            )
            for name, words in spoilt
        ),
        Figure("releases", f"{label}: seconds to learn and judge a version, median", f"{shop}/seconds_median"),
    )


RELEASES = (
    *_released("sample_shop", "Sample shop (made up), learnt daily"),
    *_released("online_retail", "Online Retail, learnt weekly"),
)


def _ranked(piece: str, label: str, goal: str = "", baseline: str = "popular", name: str = "popular") -> Figure:
    """NDCG@10 of a piece of the suite "recommend" beside one of its baselines."""
    other = f"{piece}/baselines/{baseline}"
    return Figure("recommend", label, f"{piece}/ndcg_at_10", goal, (name, f"{other}/ndcg_at_10"), f"{other}/gain")


_TWO, _NEW = "online_retail_time/groups/two_or_fewer", "online_retail_time/groups/wanted_something_new"
_STAGES = "amazon_beauty/stages"
_UNTIMED = "online_retail_time/without_season_hour_and_region"
_BASKET, _MOMENT = "online_retail_baskets", "online_retail_moments"
RECOMMEND = (
    _ranked("amazon_beauty", "Amazon Beauty, leave-last-out: NDCG@10", "≥ 0.0531 (aim 0.055)"),
    _ranked("amazon_beauty", "the same beside item-kNN", "", "item_knn", "item-kNN"),
    Figure("recommend", "the same by the blend alone, gain over the best source", f"{_STAGES}/blend of the sources/ndcg_at_10",
           gain=f"{_STAGES}/blend of the sources"),
    Figure("recommend", "the same with the learned ranker, gain over the blend", f"{_STAGES}/whole ranking/ndcg_at_10",
           gain=f"{_STAGES}/whole ranking"),
    _ranked("movielens_random", "MovieLens-100K, random 75/25, seed 42: NDCG@10", "≥ 0.49"),
    Figure("recommend", "the same, mean of seeds 1 and 2", "movielens_other_seeds/ndcg_at_10", "≥ 0.49"),
    _ranked("movielens_leave_last_out", "MovieLens-100K, leave-last-out, without the deep source: NDCG@10"),
    _ranked("movielens_time", "MovieLens-100K by time: NDCG@10"),
    _ranked("movielens_time", "the same beside lists picked by hand", "", "hand_picked", "picked by hand"),
    _ranked("online_retail_time", "Online Retail by time: NDCG@10"),
    _ranked("online_retail_time", "the same beside lists picked by hand", "", "hand_picked", "picked by hand"),
    Figure("recommend", "the same beside a ranking that knows no season, hour and region", "online_retail_time/ndcg_at_10", "",
           ("without them", f"{_UNTIMED}/ndcg_at_10"), f"{_UNTIMED}/gain"),
    Figure("recommend", "of these, customers with two products or fewer", f"{_TWO}/ndcg_at_10", "",
           ("popular", f"{_TWO}/popular_ndcg_at_10"), f"{_TWO}/gain"),
    Figure("recommend", "of these, who wanted a product that training had not", f"{_NEW}/ndcg_at_10", "",
           ("popular", f"{_NEW}/popular_ndcg_at_10"), f"{_NEW}/gain"),
    _ranked(_BASKET, "Online Retail, completing a later basket: NDCG@10"),
    _ranked(_BASKET, "the same beside what stands together", "", "together", "together"),
    _ranked(_BASKET, "the same beside item-kNN of basket and history", "", "item_knn", "item-kNN"),
    *(
        Figure("recommend", label, f"{_MOMENT}/{place}/ndcg_at_10", "",
               ("popular", f"{_MOMENT}/popular/ndcg_at_10"), f"{_MOMENT}/{place}/gain")
        for label, place in (("Online Retail, popularity by month: NDCG@10", "month"), ("the same by hour", "hour"),
                             ("the same by country", "country"), ("the same by what gained before", "together"))
    ),
)  # fmt: skip


def _stage(shop: str, label: str, stage: str, aim: str, words: str) -> tuple[Figure, ...]:
    """What a stage of the suite "reranking" costs, and what it is for; the baseline is the list without it."""
    place = f"{shop}/stages/{stage}"
    return tuple(
        Figure("reranking", said, f"{place}/{name}/with", "", ("without", f"{place}/{name}/without"), f"{place}/{name}/gain")
        for said, name in ((f"{label}, {stage.replace('_', ' ')}: NDCG@10", "ndcg_at_10"), (f"the same: {words}", aim))
    )


_KL, _APART = "distance from the interests, nats", "distance within the list"
_NEW_PLACES = "share of places with new products"
_OUTSIDE = "share of places outside the price band"
RERANKING = (
    *_stage("sample_shop", "Sample shop (made up)", "diversity", "distance_within", _APART),
    *_stage("sample_shop", "Sample shop (made up)", "calibration", "distance_from_interests", _KL),
    *_stage("sample_shop", "Sample shop (made up)", "price_band", "outside_price_band", _OUTSIDE),
    *_stage("sample_shop", "Sample shop (made up)", "sentiment", "ill_rated", "share of places with ill-rated products"),
    *_stage("sample_shop", "Sample shop (made up)", "margin", "margin_of_first", "margin of the first five"),
    *_stage("sample_shop", "Sample shop (made up)", "small_brands", "small_brand_places", "share of places of small brands"),
    *_stage("sample_shop", "Sample shop (made up)", "owned", "owned_places", "share of places with what they have"),
    *_stage("sample_shop", "Sample shop (made up)", "stock", "sold_out_places", "share of places sold out"),
    *_stage("online_retail", "Online Retail", "diversity", "distance_within", _APART),
    *_stage("online_retail", "Online Retail", "calibration", "distance_from_interests", _KL),
    *_stage("online_retail", "Online Retail", "price_band", "outside_price_band", _OUTSIDE),
    *_stage("online_retail", "Online Retail", "new", "new_places", _NEW_PLACES),
    *_stage("movielens", "MovieLens-100K", "diversity", "distance_within", _APART),
    *_stage("movielens", "MovieLens-100K", "calibration", "distance_from_interests", _KL),
    *_stage("movielens", "MovieLens-100K", "new", "new_places", _NEW_PLACES),
)


def _grown(events: int, p50: str = "", p95: str = "") -> tuple[Figure, ...]:
    place = f"sizes/{events}"
    return (
        Figure("growth", f"{events:,} events: seconds to fit all but the deep source", f"{place}/fit_seconds"),
        Figure("growth", "the same: memory, MB", f"{place}/memory_mb"),
        Figure("growth", "the same: one answer p50, ms", f"{place}/recommend_ms_p50", p50),
        Figure("growth", "the same: one answer p95, ms", f"{place}/recommend_ms_p95", p95),
    )


GROWTH = (
    *(figure for events in (10_000, 30_000, 100_000, 300_000) for figure in _grown(events)),
    *_grown(1_000_000, "≤ 15", "≤ 40"),
)

BANKING, HINT3 = "banking77_10_shot", "hint3_sofmattress_v1"
POURED, RETAIL, ERROR = "cleaning/sample_shop", "cleaning/online_retail", "next_30_days_squared_error"
STACKFAQ, PAIRS = "stackfaq", "product_questions"
CROWDED, REVIEWED = "with_20_events_a_second", "review_to_next_recommendation"
UNSURE = "unsure_of_one_in_five"


def _asked(label: str, place: str, figure: str) -> tuple[Figure, ...]:
    """A figure of the suite "asking", beside no question and a fixed order of questions."""
    ours, gains = f"{place}/ours/{figure}", f"{place}/gain"
    return (
        Figure("asking", label, ours, "above the baseline", ("popularity", f"{place}/popularity/{figure}"),
               f"{gains}/popularity/{figure}"),
        Figure("asking", "the same", ours, "above the baseline", ("a fixed order", f"{place}/fixed_order/{figure}"),
               f"{gains}/fixed_order/{figure}"),
        Figure("asking", "the same", ours, "", ("at random", f"{place}/at_random/{figure}"), f"{gains}/at_random/{figure}"),
    )  # fmt: skip


ASKING = (
    *_asked("Sample shop, ordered later: mean reciprocal rank after two answers", f"sample_shop/{UNSURE}", "mrr"),
    *_asked("Sample shop: the wanted one among the first five", f"sample_shop/{UNSURE}", "first_5"),
    Figure("asking", "the same: median rank", f"sample_shop/{UNSURE}/ours/median_rank", "",
           ("a fixed order", f"sample_shop/{UNSURE}/fixed_order/median_rank")),
    *_asked("Real catalogue, a kind of thing: mean reciprocal rank after two answers", f"real_catalogue/kinds/{UNSURE}", "mrr"),
    *_asked("Real catalogue, a kind of thing: among the first five", f"real_catalogue/kinds/{UNSURE}", "first_5"),
    Figure("asking", "the same: median rank", f"real_catalogue/kinds/{UNSURE}/ours/median_rank", "",
           ("a fixed order", f"real_catalogue/kinds/{UNSURE}/fixed_order/median_rank")),
    *_asked("Real catalogue, a department of thousands: mean reciprocal rank", f"real_catalogue/departments/{UNSURE}", "mrr"),
)  # fmt: skip
FIGURES = (
    Figure("nlu", "Banking77, 10 examples an intent: accuracy", f"{BANKING}/accuracy", "≥ 0.87",
           ("MiniLM + logistic regression", f"{BANKING}/baseline/accuracy"), f"{BANKING}/gain_over_baseline"),
    Figure("nlu", "the same: expected calibration error", f"{BANKING}/reliability/expected_calibration_error"),
    Figure("nlu", "the same: seconds to a servable model", f"{BANKING}/train_seconds", "≤ 60"),
    Figure("nlu", "the same: parse p50, ms", f"{BANKING}/parse_ms_p50", "≤ 10"),
    Figure("nlu", "the same: parse p95, ms", f"{BANKING}/parse_ms_p95", "≤ 25"),
    Figure("nlu", "the same: memory of the bot, MB", f"{BANKING}/bot_memory_mb", "≤ 700"),
    Figure("nlu", "HINT3 sofmattress v1: accuracy", f"{HINT3}/accuracy", "≥ 0.69",
           ("MiniLM + logistic regression", f"{HINT3}/baseline/accuracy"), f"{HINT3}/gain_over_baseline"),
    Figure("nlu", "the same: out-of-scope recall", f"{HINT3}/oos_recall", "≥ 0.75"),
    Figure("coverage", "What customers ask a shop: right", "right", "≥ 0.75", ("FAQ alone", "baselines/faq_alone/right"),
           "gain_over_faq_alone"),
    Figure("coverage", "the same, answered at once", "answered", "", ("before", "baselines/before/answered")),
    Figure("search", "CrowdFlower: NDCG@10", "crowdflower/ndcg_at_10", "≥ 0.78", ("BM25", "crowdflower/bm25_only/ndcg_at_10"),
           "crowdflower/gain_over_bm25_only"),
    Figure("search", "Home Depot, 1,500 queries: NDCG@10", "homedepot/ndcg_at_10", "≥ 0.41",
           ("BM25", "homedepot/bm25_only/ndcg_at_10"), "homedepot/gain_over_bm25_only"),
    Figure("search", "54,667 products: query p50, ms", "homedepot/query_ms_p50", "≤ 12"),
    Figure("search", "54,667 products: query p95, ms", "homedepot/query_ms_p95", "≤ 30"),
    Figure("index", "1,000,000 vectors: recall@10", "growth/-1/recall_at_10", "≥ 0.95"),
    Figure("index", "1,000,000 vectors: query p95, ms", "growth/-1/query_ms_p95", "≤ 20"),
    Figure("index", "1,000,000 vectors: query p95, CPU ms", "growth/-1/query_cpu_ms_p95", "",
           ("exact search, p50 wall ms", "growth/-1/exact_ms_p50")),
    Figure("index", "1,000,000 vectors: memory, MB", "growth/-1/memory_mb"),
    Figure("answers", "StackFAQ: P@1", f"{STACKFAQ}/p_at_1", "≥ 0.96", ("MiniLM", f"{STACKFAQ}/baselines/encoder/p_at_1"),
           f"{STACKFAQ}/gain/encoder/p_at_1"),
    Figure("answers", "StackFAQ: MRR", f"{STACKFAQ}/mrr", "≥ 0.978", ("MiniLM", f"{STACKFAQ}/baselines/encoder/mrr"),
           f"{STACKFAQ}/gain/encoder/mrr"),
    Figure("answers", "StackFAQ: answered although the answer was taken out", f"{STACKFAQ}/answered_without", "≤ 0.12"),
    Figure("answers", "StackFAQ: answered, and rightly", f"{STACKFAQ}/answered_right", "≥ 0.78"),
    Figure("answers", "Questions about a product: exact support", f"{PAIRS}/exact_support", "≥ 0.70",
           ("at first sight", f"{PAIRS}/first_sight/exact_support")),
    Figure("answers", "Questions about a product: false answers", f"{PAIRS}/false_answers", "≤ 0.10",
           ("at first sight", f"{PAIRS}/first_sight/false_answers")),
    *ASKING,
    *CUSTOMERS,
    *RELEASES,
    Figure("dialogues", "Dialogues passed, share", "share_passed", "", ("of", "dialogues")),
    Figure("dialogues", "of these, written blind to code and training data", "blind/share_passed", "",
           ("at first sight", "blind/first_sight")),
    Figure("dialogues", "Reply alone: p50, ms", "alone/reply_ms_p50"),
    Figure("dialogues", "Reply alone: p95, ms", "alone/reply_ms_p95", "≤ 150", ("bare Rasa", "bare_rasa_alone/reply_ms_p95")),
    Figure("dialogues", "Eight customers: turns a second", "with_8_customers/turns_per_second", "≥ 25",
           ("bare Rasa", "bare_rasa_with_8_customers/turns_per_second")),
    Figure("insights", "1,000,000 events: the slowest insight over a year, s", "slowest/seconds", "≤ 10",
           ("of the processor", "slowest/cpu_seconds")),
    Figure("insights", "the same: active people by day, s", "queries/active_by_day/seconds"),
    Figure("insights", "the same: a funnel by device, s", "queries/funnel_by_device/seconds"),
    Figure("insights", "the same: trends, asked as the event is stored, s", "trend/seconds_to_answer", "≤ 1"),
    Figure("insights", "Dirt poured over the sample shop: caught", f"{POURED}/caught_all", "≥ 0.99"),
    Figure("insights", "the same: sound events lost", f"{POURED}/sound_events_lost", "≤ 0.01"),
    Figure("insights", "the same: recommendations, NDCG@10", f"{POURED}/all_on/ndcg_at_10", "",
           ("not cleaned", f"{POURED}/none/ndcg_at_10"), f"{POURED}/gain_over_none"),
    Figure("insights", "Online Retail: recommendations, NDCG@10", f"{RETAIL}/all_on/ndcg_at_10", "",
           ("not cleaned", f"{RETAIL}/none/ndcg_at_10"), f"{RETAIL}/gain_over_none"),
    Figure("insights", "Online Retail: orders of the next 30 days, squared error", f"{RETAIL}/all_on/{ERROR}", "",
           ("not cleaned", f"{RETAIL}/none/{ERROR}"), f"{RETAIL}/next_purchase_gain_over_none"),
    Figure("dialogues", "Memory of all processes, MB", "memory_mb/all", "≤ 2,048"),
    Figure("profiles", "Event to stored profile: p50, ms", "alone/event_to_stored_profile/ms_p50"),
    Figure("profiles", "Event to stored profile: p95, ms", "alone/event_to_stored_profile/ms_p95", "≤ 1,000"),
    Figure("profiles", "the same, with 20 events a second: p95, ms", f"{CROWDED}/event_to_stored_profile/ms_p95", "≤ 1,000"),
    Figure("profiles", "Event to recommendations that it changed: p50, ms", "alone/event_to_answer/ms_p50", "≤ 50"),
    Figure("profiles", "Event to recommendations that it changed: p95, ms", "alone/event_to_answer/ms_p95"),
    Figure("profiles", "Review to the next recommendation that has it: p50, ms", f"alone/{REVIEWED}/ms_p50"),
    Figure("profiles", "Review to the next recommendation that has it: p95, ms", f"alone/{REVIEWED}/ms_p95"),
    Figure("profiles", "the same, with 20 events a second: p95, ms", f"{CROWDED}/{REVIEWED}/ms_p95"),
    Figure("profiles", "Reviews that moved their brand in their direction", "alone/reviews_that_moved_in_their_direction"),
    Figure("profiles", "Interests that came true, sample shop (made up)", "interests/sample_shop/hit_rate", "",
           ("popular", "interests/sample_shop/popular_bought"), "interests/sample_shop/gain_over_bought"),
    Figure("profiles", "Interests that came true, Amazon Beauty", "interests/amazon_beauty/hit_rate", "",
           ("popular", "interests/amazon_beauty/popular_looked_at"), "interests/amazon_beauty/gain_over_looked_at"),
    *RECOMMEND,
    *RERANKING,
    *GROWTH,
    Figure("sentiment", "SST-2 validation, 8 bits: accuracy", "sst2/accuracy", "≥ 0.89 (aim 0.90)",
           ("TF-IDF on a quarter of the training part", "sst2/baselines/tfidf/accuracy"), "sst2/gain/tfidf"),
    Figure("sentiment", "the same in single precision", "sst2/fp32/accuracy"),
    Figure("sentiment", "Women's clothing reviews, three classes by stars: macro-F1", "womens_clothing/macro_f1", "≥ 0.68",
           ("TF-IDF", "womens_clothing/baselines/tfidf/macro_f1")),
    Figure("sentiment", "the same in single precision", "womens_clothing/fp32/macro_f1"),
    Figure("sentiment", "Musical instruments (a shop that trained nothing): macro-F1",
           "amazon5core_musical_instruments/macro_f1"),
    Figure("sentiment", "Gift cards (a shop that trained nothing): macro-F1", "amazon5core_gift_cards/macro_f1"),
    Figure("sentiment", "Short texts read in a second", "short_texts/texts_per_second", "≥ 1,000"),
    Figure("sentiment", "Aspect terms, laptops: accuracy", "aspects_laptops/accuracy", "≥ 0.66 (aim 0.72)",
           ("the whole sentence", "aspects_laptops/baselines/sentence/accuracy"), "aspects_laptops/gain/sentence"),
    Figure("sentiment", "Aspect terms, restaurants: accuracy", "aspects_restaurants/accuracy", "≥ 0.72 (aim 0.78)",
           ("the whole sentence", "aspects_restaurants/baselines/sentence/accuracy"), "aspects_restaurants/gain/sentence"),
    Figure("sentiment", "Offering a person: F1 against rated dissatisfaction, by turn",
           "hand_over/by_turn/mood_or_two_failures/f1", "above the baseline",
           ("two failures in a row", "hand_over/by_turn/two_failures/f1"),
           "hand_over/by_turn/mood_or_two_failures/f1_gain"),
    Figure("sentiment", "the same, by dialogue", "hand_over/by_dialogue/mood_or_two_failures/f1", "above the baseline",
           ("two failures in a row", "hand_over/by_dialogue/two_failures/f1"),
           "hand_over/by_dialogue/mood_or_two_failures/f1_gain"),
)  # fmt: skip

TITLES = {
    "nlu": "Intents from few examples",
    "coverage": "Intents of a shop",
    "search": "Finding products",
    "index": "The index as it grows",
    "answers": "Answering",
    "asking": "Asking back",
    "customers": "Customers ahead",
    "dialogues": "Whole conversations",
    "insights": "Insights, and clean data",
    "profiles": "Profiles",
    "releases": "Releasing a learnt recommender",
    "recommend": "Ranking products for a customer",
    "reranking": "Ordering anew what was ranked",
    "growth": "How the ranking grows with the shop",
    "sentiment": "Reading sentiment",
}
HEAD = """# Quality

Made by `make bench` from `docs/bench/`; a test compares. Each suite prints its figures beside their baselines; gains carry
a paired bootstrap interval of 95%. The public sets are found through `SHOPTALK_DATASETS`; `data/README.md` credits what trained
what ships.
`shoptalk evaluate nlu|search|faq|entities|answers|coverage|customers|recommend` measures the same on your own data. A goal
that is missed stands here like one that is met. Where the load average is far above the number of cores,
times are worse than the product is; shares are not.
"""


def render(folder: Path) -> str:
    """The page, from the suites that ``folder`` holds, in the order of ``TITLES``."""
    parts = [HEAD]
    for suite, title in TITLES.items():
        path = folder / f"{suite}.json"
        if not path.is_file():
            parts.append(f"\n## {title}\n\nNot measured yet: `make bench SUITE={suite}`.\n")
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        result = kept["result"]
        load = result.get("load_average")
        busy = f", load average {load[0]}" if load else ""
        parts.append(
            f"\n## {title}\n\n`{kept['command']}`, {kept['measured_at'][:10]}, {kept['machine']['cores']} cores{busy}\n\n"
        )
        parts.append("| figure | value | goal | baseline | gain |\n|---|---:|---|---|---|\n")
        left_out = result.get("left_out", [])
        parts += [_row(f, result) for f in FIGURES if f.suite == suite and f.path.split("/")[0] not in left_out]
        if left_out:
            parts.append(f"\nNot measured in that run, whose time was up: {', '.join(left_out)}.\n")
    return "".join(parts)


def _row(figure: Figure, result: Mapping[str, Any]) -> str:
    name, place = figure.baseline
    baseline = f"{name} {_said(_at(result, place))}" if name else ""
    gain = _at(result, figure.gain) if figure.gain else None
    said = f"{gain['gain']:+.3f} [{gain['low']:+.3f}, {gain['high']:+.3f}]" if gain else ""
    return f"| {figure.label} | {_said(_at(result, figure.path))} | {figure.goal} | {baseline} | {said} |\n"


def _at(result: Any, path: str) -> Any:
    """What stands at ``path``; None when nothing does. "-1" is the last of a list."""
    for part in path.split("/"):
        if isinstance(result, list) and result:
            result = result[int(part)]
        elif isinstance(result, Mapping):
            result = result.get(part)
        else:
            return None
    return result


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 1 else f"{value:,.1f}"
    if value is None:
        return "not measured"
    return f"{value:,}" if isinstance(value, int) else str(value)
