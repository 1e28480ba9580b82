"""``shoptalk build``: search index, lookups, codes, sentiment of new reviews, profiles and recommender from the database."""

from __future__ import annotations

import subprocess
import sys

from cli.environment import JsonFile, opened, write_result
from cli.kept_aside import told_when_kept_aside
from cli.steps import Steps
from recommender.recommend import Recommender
from recommender.sentiment.scorer import SHIPPED, WEIGHTS
from shop.errors import Corrupt, ShopError
from shop.manifest import check_manifest
from shop.settings import Settings
from worker.rebuild_index import build
from worker.refresh_profile import refresh_profiles
from worker.refresh_segments import refresh_segments
from worker.score_review import score_backlog
from worker.services import Services
from worker.update_codes import write_codes
from worker.update_index import built_version


def encoder_is_there(settings: Settings) -> bool:
    try:
        check_manifest(settings.artifacts / "encoder")
    except Corrupt:
        return False
    return True


def ensure_encoder(settings: Settings, steps: Steps) -> None:
    """Export once, in a process of its own: torch is for set-up only and gives its memory back when that process ends."""
    if encoder_is_there(settings):
        steps.current("Encoder")
        return
    with steps.step("Exporting the encoder to ONNX (fp32 and int8)"):
        command = [sys.executable, "-m", "retrieval.encoder.export", str(settings.artifacts)]
        if settings.encoder:
            command.append(settings.encoder)
        ended = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        if ended.returncode != 0:
            last = ended.stderr.strip().splitlines()[-1:] or ["no message"]
            raise ShopError(f"The encoder could not be exported: {last[0]} Run the same command again once this is mended.")


def ensure_sentiment(settings: Settings, steps: Steps) -> None:
    """Export the sentiment model once, like the encoder: unless one made of the present weights is there."""
    trained = check_manifest(SHIPPED)
    try:
        if check_manifest(settings.artifacts / "sentiment")["inputs"]["weights"] == trained["files"][WEIGHTS]:
            return
    except Corrupt:
        pass  # absent or damaged
    with steps.step("Exporting the sentiment model to ONNX (int8)"):
        command = [sys.executable, "-m", "recommender.sentiment.export", str(settings.artifacts)]
        ended = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        if ended.returncode != 0:
            last = ended.stderr.strip().splitlines()[-1:] or ["no message"]
            raise ShopError(f"The sentiment model could not be exported: {last[0]} Run the same command again.")


def build_all(services: Services, steps: Steps, *, force: bool) -> dict[str, object]:
    """Only what is out of date, unless ``force``."""
    result: dict[str, object] = {}
    storage, settings = services.storage, services.settings
    version = storage.products.catalogue_version()
    fresh = built_version(settings.artifacts) == version and recommender_is_readable(settings)
    result["codes"] = write_codes(services)
    unread = bool(storage.review_checks.unchecked(1) or storage.reviews.unscored(1))
    if unread:
        with steps.step("Reading the sentiment of reviews") as report:
            result["reviews"] = score_backlog({}, services, report)
    if unread or force or not fresh:
        with steps.step("Learning customers' tastes") as report:
            result["profiles"] = refresh_profiles({}, services, report)
    if force or not fresh or not (settings.artifacts / "customers" / "CURRENT").exists():
        with steps.step("Grouping customers") as report:
            result["segments"] = refresh_segments({}, services, report)
    if fresh and not force:
        steps.current("Search index and recommendations")
    else:
        with steps.step("Building the search index and recommendations") as report:
            built = build(services, report)
        result["index"] = built
        if waits := told_when_kept_aside(built["recommender"]):
            steps.note(waits)
    return result


def recommender_is_readable(settings: Settings) -> bool:
    """False where there is none, and where an earlier release wrote it without a file that this one reads."""
    try:
        Recommender.open(settings.artifacts, tuple)
    except Corrupt:
        return False
    return True


def build_command(json_file: JsonFile = None) -> None:
    """Build the search index, lookups, profiles and recommendations from what is in the database."""
    steps = Steps()
    with opened() as services:
        ensure_encoder(services.settings, steps)
        ensure_sentiment(services.settings, steps)
        write_result(json_file, build_all(services, steps, force=True))
