"""``shoptalk train``: the assistant; ``shoptalk train sentiment``: how reviews are read, adapted to the shop's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli import publish
from cli.build import ensure_sentiment
from cli.environment import JsonFile, opened, write_result
from cli.evaluate.sentiment import read_labelled
from cli.steps import Steps
from recommender.sentiment.adapt import adapt, save_own
from recommender.sentiment.scorer import SentimentScorer
from recommender.sentiment.training_rows import class_of_stars
from shop.review_checks import words_of

app = typer.Typer(invoke_without_command=True, pretty_exceptions_enable=False)


@app.callback()
def assistant(context: typer.Context, json_file: JsonFile = None) -> None:
    """Train the assistant from the live intents and answers, or (``sentiment``) how reviews are read."""
    if context.invoked_subcommand is None:
        publish.train_command(json_file)


@app.command("sentiment")
def sentiment(
    reviews: Annotated[
        Path | None, typer.Option(help="CSV: text, stars or label, title; else the shop's reviews with stars.")
    ] = None,
    json_file: JsonFile = None,
) -> None:
    """Adapt the reading of reviews to the shop's own, from their stars; taken only where it is better on reviews left out."""
    steps = Steps()
    with opened() as services:
        artifacts = services.settings.artifacts
        if reviews is not None:
            found = read_labelled(reviews)
            texts, classes = found.texts, found.classes.tolist()
        else:
            own = [r for r in services.storage.reviews.all() if r.stars is not None and r.text.strip()]
            texts = [words_of(review) for review in own]
            classes = [class_of_stars(review.stars) for review in own if review.stars is not None]
        ensure_sentiment(services.settings, steps)
        with steps.step(f"Comparing on {len(texts):,} reviews") as told:
            result = adapt(SentimentScorer.shipped(artifacts / "sentiment"), texts, classes)
            told(1.0, f"macro-F1 {result.own_f1:.3f}, as shipped {result.shipped_f1:.3f}")
        taken = result.head is not None
        if taken:
            save_own(result, artifacts, services.clock())
            steps.console.print("  The shop's own reading is in use. Reviews read before keep their value.")
        else:
            steps.console.print("  The shipped reading stays: on reviews left out its own was not surely better.")
        said: dict[str, Any] = {"taken": taken, "macro_f1": result.own_f1, "shipped_macro_f1": result.shipped_f1}
        write_result(json_file, {**said, "gain": list(result.gain), "reviews": result.rows})
