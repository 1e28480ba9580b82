"""From the scores of all sources to one order: the pool of candidates, what is known of each, and who orders them best."""
