"""A manifest is written last and notices every change of what lies beside it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shop.errors import Corrupt
from shop.manifest import NAME, check_manifest, sha256_of, write_manifest

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "index.bin").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "deep" / "words.json").write_text("[]")
    write_manifest(tmp_path, now=NOW, inputs={"catalogue": "7"}, settings={"dimension": 384}, seed=3)
    return tmp_path


def test_what_was_written_is_read_back(folder: Path):
    content = check_manifest(folder)
    assert content["created_at"] == NOW.isoformat()
    assert (content["inputs"], content["settings"], content["seed"]) == ({"catalogue": "7"}, {"dimension": 384}, 3)
    assert set(content["files"]) == {"index.bin", "deep/words.json"}
    assert content["files"]["index.bin"] == sha256_of(folder / "index.bin")


def test_one_flipped_bit_is_noticed(folder: Path):
    data = bytearray((folder / "index.bin").read_bytes())
    data[1000] ^= 1
    (folder / "index.bin").write_bytes(data)
    with pytest.raises(Corrupt, match=r"index\.bin") as raised:
        check_manifest(folder)
    assert raised.value.code == "artifact_corrupt"


def test_a_missing_file_is_noticed(folder: Path):
    (folder / "deep" / "words.json").unlink()
    with pytest.raises(Corrupt, match=r"deep/words\.json"):
        check_manifest(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}", '{"files": null}', '{"files": []}', '{"files": "all"}'])
def test_a_manifest_that_cannot_be_read_is_corrupt(folder: Path, content: str):
    (folder / NAME).write_text(content)
    with pytest.raises(Corrupt):
        check_manifest(folder)


def test_no_manifest_is_corrupt_and_says_what_to_run(tmp_path: Path):
    with pytest.raises(Corrupt, match="shoptalk build"):
        check_manifest(tmp_path)


def test_writing_again_replaces_it_and_leaves_nothing_else(folder: Path):
    before = {p.name for p in folder.iterdir()}
    write_manifest(folder, now=NOW, inputs={}, settings={})
    assert {p.name for p in folder.iterdir()} == before
    assert json.loads((folder / NAME).read_text())["inputs"] == {}
