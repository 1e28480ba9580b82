"""Dialogues that a marketer writes in YAML, played against the running service and checked against the shop's records."""
