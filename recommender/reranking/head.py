"""What of a list is looked at: the stages that serve the shop act on it, and nothing below it moves up but into it."""

HEAD = 10  # places
