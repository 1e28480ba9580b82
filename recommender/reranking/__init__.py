"""A ranked pool is ordered anew: first for the customer (variety, interests), then within a bound for the shop."""
