"""Fine-tuning, on a network of two tiny layers."""

from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertModel

from recommender.sentiment.fine_tune import Recipe, fine_tune, loss_of, padded, token_ids
from recommender.sentiment.network import TUNED, SentimentNetwork

WORDS = ["[UNK]", "[SEP]", "good", "bad", "thing", "plain", "a"]


def network() -> SentimentNetwork:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        attn_implementation="eager",
    )  # fmt: skip
    return SentimentNetwork(BertModel(config, add_pooling_layer=False), dropout=0.0)


@pytest.fixture
def tokenizer() -> Tokenizer:
    made = Tokenizer(WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    return made


ROWS = [("a good thing", 2, "own"), ("a bad thing", 0, "own"), ("a plain thing", 1, "own")] * 8


def test_three_kinds_of_text_are_learnt_and_the_embeddings_stay(tokenizer: Tokenizer) -> None:
    model = network()
    embeddings = model.encoder.embeddings.word_embeddings.weight.detach().clone()
    fine_tune(model, tokenizer, ROWS, Recipe(rate=5e-3, epochs=15, batch=6))
    ids, mask = padded(token_ids(tokenizer, [row[0] for row in ROWS[:3]], 10))
    assert model(ids, mask)[1].argmax(dim=1).tolist() == [2, 0, 1]
    assert torch.equal(model.encoder.embeddings.word_embeddings.weight, embeddings)
    assert all(p.requires_grad == (TUNED in name) for name, p in model.encoder.named_parameters())


def test_the_same_seed_gives_the_same_weights(tokenizer: Tokenizer) -> None:
    first, second = (fine_tune(network(), tokenizer, ROWS, Recipe(epochs=1, batch=4)).head.weight for _ in range(2))
    assert torch.equal(first, second)


def test_a_row_without_neutral_rows_beside_it_says_nothing_of_neutrality() -> None:
    logits = torch.tensor([[0.3, 0.1, 0.9]], requires_grad=True)
    loss_of(logits, torch.tensor([2]), torch.tensor([True]), smoothing=0.0).backward()
    assert logits.grad is not None
    assert logits.grad[0, 1] == 0
    assert logits.grad[0, 2] < 0 < logits.grad[0, 0]


def test_smoothing_wants_less_certainty() -> None:
    sure = torch.tensor([[9.0, 0.0, -9.0]])
    plain, smoothed = (loss_of(sure, torch.tensor([0]), torch.tensor([False]), s) for s in (0.0, 0.1))
    assert smoothed > plain


def test_long_texts_keep_their_closing_token(tokenizer: Tokenizer) -> None:
    (ids,) = token_ids(tokenizer, ["good " * 30 + "bad"], 5)
    assert len(ids) == 5
    assert ids[-1] == WORDS.index("bad")
