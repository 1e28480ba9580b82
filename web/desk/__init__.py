"""The desk: where people answer customers."""
