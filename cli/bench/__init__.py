"""Benchmark suites: ``make bench SUITE=name`` runs one and writes ``docs/bench/<name>.json``."""
