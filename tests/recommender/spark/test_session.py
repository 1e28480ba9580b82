from __future__ import annotations

from pathlib import Path

import pytest

from recommender.spark import session as module
from shop.errors import ShopError


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JAVA_HOME", "PYSPARK_GATEWAY_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(module, "find_spec", lambda name: object())


def a_java(folder: Path, says: str) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho '{says}' >&2\n")
    java.chmod(0o755)
    return java


def test_without_pyspark_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(ShopError, match=r"pip install -c constraints.txt -e '.\[spark\]'"), module.session():
        pass


def test_without_java_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "needs Java 17 or newer, and none was found" in (module.missing() or "")


@pytest.mark.parametrize(
    ("says", "fits"),
    [
        ('openjdk version "17.0.15" 2025-04-15', True),
        ('openjdk version "21" 2023-09-19', True),
        ('java version "1.8.0_402"', False),
        ('openjdk version "11.0.2" 2019-01-15', False),
        ("cannot start", False),
    ],
)
def test_an_old_java_is_told_from_a_fitting_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, says: str, fits: bool) -> None:
    a_java(tmp_path, says)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    sentence = module.missing()
    assert (sentence is None) == fits
    if sentence:
        assert str(tmp_path) in sentence


def test_under_spark_submit_java_runs_already(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "4711")
    assert module.missing() is None


def test_a_failure_in_java_is_told_by_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    from py4j.protocol import Py4JError

    class Builder:
        def appName(self, name: str) -> Builder:
            return self

        master = appName

        def config(self, name: str, value: str) -> Builder:
            return self

        def getOrCreate(self) -> None:
            raise Py4JError("An error occurred while calling None.SparkSession.\n: java.net.ConnectException: refused\n\tat x")

    monkeypatch.setattr(module, "require", lambda: None)
    monkeypatch.setattr("pyspark.sql.SparkSession.builder", Builder())
    sentence = r"^Spark ended before the work was done: java.net.ConnectException: refused$"
    with pytest.raises(ShopError, match=sentence) as told, module.session("spark://nowhere:1"):
        pass
    assert told.value.code == "spark_failed"
