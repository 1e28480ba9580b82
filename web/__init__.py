"""The aiohttp gateway: widget, desk, console, shop API. Never loads a model; asks actions."""
