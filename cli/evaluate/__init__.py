"""``shoptalk evaluate``: a shop measures itself on its own data, with the same code that answers its customers."""
