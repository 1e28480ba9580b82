"""Durable background work: score reviews, refresh profiles, rebuild indexes, train, publish."""
