"""Sources of candidates: each scores the whole catalogue for a history; all are fitted, saved and opened alike."""
