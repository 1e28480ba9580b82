"""The words of the shop: frozen dataclasses and pure rules. Imports nothing but the standard library."""
