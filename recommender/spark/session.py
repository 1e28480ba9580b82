"""A Spark session, or one sentence that says what is missing for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from shop.errors import ShopError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA = 17  # the oldest that this Spark runs on
_SUBMITTED = "PYSPARK_GATEWAY_PORT"  # set by spark-submit, which has chosen the master already
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}
STACK = "-Xss16m"  # a round of least squares hangs on all rounds before it, and Spark writes that chain recursively
_ALWAYS = {
    "spark.driver.extraJavaOptions": STACK,
    "spark.executor.extraJavaOptions": STACK,
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def missing() -> str | None:
    """What has to be installed before a session can be opened, as one sentence; None when all is there."""
    if find_spec("pyspark") is None:
        return "Spark is not installed: pip install -c constraints.txt -e '.[spark]' brings it."
    if os.environ.get(_SUBMITTED):
        return None
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None or not os.access(java, os.X_OK):
        return f"Spark needs Java {JAVA} or newer, and none was found: install a JRE and put it on the PATH, or set JAVA_HOME."
    version = _java_version(java)
    if version is None or version < JAVA:
        told = version or "of no version that it tells"
        return f"Spark needs Java {JAVA} or newer; {java} is {told}. Set JAVA_HOME to a newer one."
    return None


def require() -> None:
    """Raises ShopError (``spark_missing``)."""
    if sentence := missing():
        raise ShopError(sentence, code="spark_missing")


def _java_version(java: str) -> int | None:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else None


@contextmanager
def session(master: str | None = None, conf: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """Stopped at the end. ``master`` as Spark writes it (``local[4]``, ``spark://host:7077``, ``yarn``); without one the one of
    spark-submit, else all cores of this machine. ``conf`` goes before our defaults.
    Raises ShopError (``spark_missing``, ``spark_failed``)."""
    require()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if master is None and not os.environ.get(_SUBMITTED):
        master = "local[*]"
    builder = SparkSession.builder.appName("shoptalk")
    settings = dict(_ALWAYS)
    if master is not None:
        builder = builder.master(master)
        settings |= _LOCAL if master.startswith("local") else {}
    for name, value in (settings | dict(conf or {})).items():
        builder = builder.config(name, value)
    opened = None
    try:
        opened = builder.getOrCreate()
        yield opened
    except (Py4JError, PySparkException) as error:
        raise ShopError(f"Spark ended before the work was done: {_why(str(error))}", code="spark_failed") from error
    finally:
        if opened is not None:
            opened.stop()


def _why(told: str) -> str:
    """The first line that says something of the cause; what was called in Java says nothing."""
    lines = [line.strip(" :") for line in told.splitlines()]
    causes = [line for line in lines if line and not line.startswith("An error occurred while calling")]
    return causes[0][:300] if causes else "no reason given"
