"""Public data sets read into the columns that ``shoptalk evaluate`` takes: ``python -m data.public.<set> OUT`` writes them."""
