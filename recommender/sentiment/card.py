"""The card that lies beside the trained head: what it is, what it was trained on and under which terms, how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXT = """# Sentiment head

Reads whether a short English shop text is negative, neutral or positive. A multinomial logistic regression in half precision
over the vector of the encoder `{model}` ({dimension} dimensions, fp32) and hashed words and word pairs. `value` is
p(positive) − p(negative); within ±0.25 the label is neutral and no profile moves.

## Trained on
| rows | set | terms |
|---|---|---|
{rows}

Rows are sampled with a fixed seed. Of the clothing reviews only those with sha256(review_id) mod 5 ≠ 0 train.
No row is part of this repository. The Stanford Sentiment Treebank states no licence for its text; models trained on it are
published under Apache-2.0, and only weights are kept here. Cite:

- Socher, Perelygin, Wu, Chuang, Manning, Ng, Potts (2013): Recursive Deep Models for Semantic Compositionality Over a Sentiment
  Treebank. EMNLP.
- Kotzias, Denil, de Freitas, Smyth (2015): From Group to Individual Labels Using Deep Features. KDD.
- Hutto, Gilbert (2014): VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text. ICWSM.

## Measured on rows that trained nothing
| what | value |
|---|---|
{metrics}

Three classes, labels by the value's thresholds; the Stanford sentences have two classes, where the value's sign decides.

## Where it errs
Praise by negation ("not a single complaint"), irony, texts that depend on world knowledge ("stayed dry in heavy rain"), and
lukewarm or purely factual sentences, which it tends to read as positive. It reads English only. It is bound to the encoder
named above: with another one it must be trained again (`python -m recommender.sentiment.train`).
"""

_SETS: Mapping[str, tuple[str, str]] = {
    "sst2_train": ("Stanford Sentiment Treebank, GLUE form, phrases of four words or more", "no licence stated; weights only"),
    "uci_imdb": ("UCI Sentiment Labelled Sentences, IMDb", "CC-BY-4.0"),
    "uci_yelp": ("UCI Sentiment Labelled Sentences, Yelp", "CC-BY-4.0"),
    "vader_movieReviewSnippets": ("VADER ground truth, film snippets, mean of 20 raters", "MIT"),
    "vader_tweets": ("VADER ground truth, tweets, mean of 20 raters", "MIT"),
    "womens_clothing": ("Women's E-Commerce Clothing Reviews, title and text", "CC0"),
    "womens_clothing_titles": ("the same, titles alone", "CC0"),
}


def card_text(rows: Mapping[str, int], metrics: Mapping[str, float], encoder: Mapping[str, Any]) -> str:
    """``rows`` counts the training rows per source; a source without known terms raises KeyError."""
    return _TEXT.format(
        model=encoder["model"],
        dimension=encoder["dimension"],
        rows="\n".join(f"| {count:,} | {_SETS[name][0]} | {_SETS[name][1]} |" for name, count in rows.items()),
        metrics="\n".join(f"| {name.replace('_', ' ')} | {value:.3f} |" for name, value in metrics.items()),
    )
