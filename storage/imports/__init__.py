"""Files into the database: ``run_import`` reads, checks and stores; a row that does not fit is kept aside with its reason."""

from storage.imports.dialects import DIALECTS
from storage.imports.kinds import KIND_TABLE
from storage.imports.quality import quality_text
from storage.imports.report import ImportReport
from storage.imports.run import read_records, run_import

FORMATS = tuple(DIALECTS)
KINDS = tuple(KIND_TABLE)

__all__ = ["FORMATS", "KINDS", "ImportReport", "quality_text", "read_records", "run_import"]
