"""The vector index from 10,000 to 1,000,000 vectors: build, memory, time of a query, recall against exact search.

The vectors are the encoded titles of a public catalogue and, beyond these, such titles moved at random to a cosine of 0.85 to
0.95; the queries are what customers typed. Building and asking run in processes of their own, so that their memory is theirs.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cli.build import ensure_encoder
from cli.steps import Steps
from data.public import homedepot
from retrieval.ann import moved, nearest_exactly
from retrieval.dense import Dense
from retrieval.encoder.encoder import Encoder, Vectors
from retrieval.product_build import TEXT_TOKENS
from shop.manifest import write_manifest
from shop.settings import Settings, load_settings

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
QUERIES = 500
WARM = 50
SHOWN = 10
POOL = 200  # what a search asks each leg for
EXACT_TRIES = 10
NOISY = (0.85, 0.95)
CHUNK = 16_384
SEED = 1


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    settings, steps = load_settings(), Steps()
    ensure_encoder(settings, steps)
    titles, queries = _encoded(settings, steps)
    rng = np.random.default_rng(SEED)
    asked = queries[np.sort(rng.choice(len(queries), QUERIES, replace=False))]
    growth = []
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as name:
        folder = Path(name)
        with steps.step(f"Making {max(sizes):,} vectors"):
            vectors = _grown(titles, max(sizes), folder / "vectors.npy", rng)
        np.save(folder / "queries.npy", asked)
        for n in sizes:
            with steps.step(f"{n:,} vectors") as told:
                truth = nearest_exactly(vectors[:n], asked, SHOWN)
                row = {"vectors": n, **_alone(_build, folder, n), **_alone(_ask, folder, truth)}
                row["exact_ms_p50"] = _exact_ms(vectors[:n], asked)
                growth.append(row)
                told(1.0, f"recall@10 {row['recall_at_10']}, p95 {row['query_ms_p95']} ms, built in {row['build_seconds']} s")
    return {"titles": len(titles), "queries": QUERIES, "dimension": int(titles.shape[1]), "growth": growth}


def _encoded(settings: Settings, steps: Steps) -> tuple[Vectors, Vectors]:
    """Titles and queries, encoded once and kept in ``artifacts/bench``."""
    encoder = Encoder(settings.artifacts / "encoder")
    kept = settings.artifacts / "bench" / f"homedepot-{encoder.revision[:12]}"
    if (kept / "manifest.json").is_file():
        names = [kept / f"{name}.npy" for name in ("titles", "queries")]
        return np.load(names[0]), np.load(names[1])
    found = homedepot.read()
    texts = {"titles": [row[1] for row in found.products], "queries": [row[1] for row in found.queries]}
    kept.mkdir(parents=True, exist_ok=True)
    for name, given in texts.items():
        with steps.step(f"Encoding {len(given):,} {name}") as told:
            out = np.zeros((len(given), encoder.dimension), dtype=np.float32)
            for start in range(0, len(given), 2048):
                out[start : start + 2048] = encoder.encode(given[start : start + 2048], max_tokens=TEXT_TOKENS)
                told(start / len(given), f"{start:,}")
            np.save(kept / f"{name}.npy", out)
    write_manifest(kept, now=datetime.now(UTC), inputs={"encoder": encoder.revision}, settings={"text_tokens": TEXT_TOKENS})
    return _encoded(settings, steps)


def _grown(titles: Vectors, n: int, path: Path, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """(n, dimension) on disk: the titles in a random order, then titles with noise. No two are alike."""
    out = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(n, titles.shape[1]))
    first = np.unique(titles, axis=0)  # a catalogue may list one title twice
    first = first[rng.permutation(len(first))][:n]
    out[: len(first)] = first
    for start in range(len(first), n, CHUNK):
        end = min(n, start + CHUNK)
        out[start:end] = moved(first[rng.integers(0, len(first), end - start)], rng.uniform(*NOISY, end - start), rng)
    out.flush()
    return out


def _alone(work: Any, *arguments: Any) -> dict[str, Any]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        done: dict[str, Any] = pool.submit(work, *arguments).result()
    return done


def _build(folder: Path, n: int) -> dict[str, Any]:
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")[:n]
    started = time.perf_counter()
    chosen = Dense.build(vectors, folder / "leg.faiss")
    seconds = time.perf_counter() - started
    made = {name: value for name, value in chosen.items() if name != "recall_at_10"}
    if chosen:
        made["recall_at_10_when_built"] = chosen["recall_at_10"]
    return {
        "kind": "inverted file" if chosen else "exact",
        "build_seconds": round(seconds, 1),
        "build_memory_mb": _peak_mb(),
        **made,
    }


def _ask(folder: Path, truth: npt.NDArray[np.int64]) -> dict[str, Any]:
    before = _memory()
    started = time.perf_counter()
    leg = Dense.open(folder / "leg.faiss")
    opened = time.perf_counter() - started
    queries = np.load(folder / "queries.npy")
    rows = np.arange(leg.size, dtype=np.int64)
    for query in queries[:WARM]:
        leg.top(query, rows, POOL)
    times: dict[int, list[float]] = {SHOWN: [], POOL: []}
    own = []
    met = []
    for query, right in zip(queries, truth, strict=True):
        for k, spent in times.items():
            began, began_own = time.perf_counter(), time.thread_time()
            found = leg.top(query, rows, k)
            spent.append(1000 * (time.perf_counter() - began))
            if k == SHOWN:
                own.append(1000 * (time.thread_time() - began_own))
                met.append(np.isin(right, found).mean())
    after = _memory()
    return {
        "open_seconds": round(opened, 2),
        "memory_mb": round(after["Anonymous"] - before["Anonymous"]),
        "mapped_mb": round((after["Rss"] - after["Anonymous"]) - (before["Rss"] - before["Anonymous"])),
        "query_ms_p50": round(float(np.percentile(times[SHOWN], 50)), 2),
        "query_ms_p95": round(float(np.percentile(times[SHOWN], 95)), 2),
        "query_cpu_ms_p50": round(float(np.percentile(own, 50)), 2),  # on a busy machine the truer one
        "query_cpu_ms_p95": round(float(np.percentile(own, 95)), 2),
        "pool_ms_p50": round(float(np.percentile(times[POOL], 50)), 2),
        "pool_ms_p95": round(float(np.percentile(times[POOL], 95)), 2),
        "recall_at_10": round(float(np.mean(met)), 4),
    }


def _memory() -> dict[str, float]:
    """MB of this process: all that is resident, and what of it is its own (the rest is files, which the system may drop)."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


def _peak_mb() -> int:
    """The most this process held since it was executed; getrusage would tell its parent's peak as well."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024)


def _exact_ms(vectors: npt.NDArray[np.float32], queries: Vectors) -> float:
    """Every vector compared, one query at a time."""
    times = []
    for query in queries[:EXACT_TRIES]:
        started = time.perf_counter()
        nearest_exactly(vectors, query[None, :], SHOWN)
        times.append(1000 * (time.perf_counter() - started))
    return round(float(np.median(times)), 1)
