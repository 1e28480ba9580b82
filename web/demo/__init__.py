"""The demo shop: a small shop page in which the widget lives, with the sample shop only."""
