"""The sample shop, and readers of public data sets."""
