"""The card beside the trained weights: what they are, what trained them and under which terms, how good they are."""

from __future__ import annotations

from collections.abc import Mapping

_TEXT = """# Sentiment weights

Reads whether an English shop text is negative, neutral or positive. `changes.safetensors` holds what fine-tuning changed in
the six layers of the encoder of the package `{base}` (all-MiniLM-L6-v2, Apache-2.0), as factors of rank {rank} in half
precision, with a head of three classes over the mean of the hidden states. Set-up merges them and exports the network as int8
ONNX. `value` is p(positive) − p(negative); within ±0.25 the label is neutral and no profile moves.

Ten fine-tunes that differ in learning rate, length, batch and order of the rows were averaged. Rows of sets without neutral
texts teach negative against positive alone.

## Trained on
| rows | set | terms |
|---|---|---|
{rows}

Of the clothing reviews only those with sha256(review_id) mod 5 ≠ 0 train, less a tenth by which the labels' bias is drawn. The
graded film snippets are the sentences of the Stanford set: those that its validation part holds, whole or nearly, are left
out. No row is part of this repository. The Stanford Sentiment Treebank states no licence for its text; models trained on it
are published under Apache-2.0, and only weights are kept here. Cite:

- Socher, Perelygin, Wu, Chuang, Manning, Ng, Potts (2013): Recursive Deep Models for Semantic Compositionality Over a Sentiment
  Treebank. EMNLP.
- Kotzias, Denil, de Freitas, Smyth (2015): From Group to Individual Labels Using Deep Features. KDD.
- Hutto, Gilbert (2014): VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text. ICWSM.

## Measured on rows that trained nothing
| what | value |
|---|---|
{metrics}

Without "fp32" the 8-bit model that serves. Three classes by the value's thresholds; the Stanford sentences have two classes,
where the larger of the two decides. The validation part reports and chose nothing.

## Where it errs
Irony, texts that depend on world knowledge ("stayed dry in heavy rain"), and lukewarm texts: of reviews with three stars it
finds about half. It reads English only.
"""

_SETS: Mapping[str, tuple[str, str]] = {
    "sst2_train": ("Stanford Sentiment Treebank, GLUE form, phrases and sentences", "no licence stated; weights only"),
    "uci_imdb": ("UCI Sentiment Labelled Sentences, IMDb", "CC-BY-4.0"),
    "uci_yelp": ("UCI Sentiment Labelled Sentences, Yelp", "CC-BY-4.0"),
    "bitext_support": ("Bitext customer support utterances, as neutral texts", "CDLA-Sharing-1.0; weights only"),
    "wands_queries": ("WANDS search queries, as neutral texts", "MIT"),
    "vader_movieReviewSnippets": ("VADER ground truth, film snippets, mean of 20 raters", "MIT"),
    "vader_tweets": ("VADER ground truth, tweets, mean of 20 raters", "MIT"),
    "womens_clothing": ("Women's E-Commerce Clothing Reviews, title and text", "CC0"),
    "womens_clothing_titles": ("the same, titles alone", "CC0"),
}


def card_text(rows: Mapping[str, int], metrics: Mapping[str, float], base: str, rank: int) -> str:
    """``rows`` counts the training rows per source; a source without known terms raises KeyError."""
    return _TEXT.format(
        base=base,
        rank=rank,
        rows="\n".join(f"| {count:,} | {_SETS[name][0]} | {_SETS[name][1]} |" for name, count in rows.items()),
        metrics="\n".join(f"| {name.replace('_', ' ')} | {value:.3f} |" for name, value in metrics.items()),
    )
