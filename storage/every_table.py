"""All tables there are: each module ``storage/tables*.py`` is read, whoever else has imported it or not."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from sqlalchemy import MetaData, Table

from storage.metadata import metadata


@cache
def every_table() -> MetaData:
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith("tables"):
            importlib.import_module(f"storage.{module.name}")
    return metadata


def table_of(name: str) -> Table:
    return every_table().tables[name]
