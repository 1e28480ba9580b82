"""Text in, product or answer ids with scores out."""
