"""A customer in; ranked products, an offer, a sentiment out."""
