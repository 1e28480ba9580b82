"""Libraries that come along with Rasa and that nothing here needs. Import this before Rasa."""

import sys

#: TensorFlow looks for it, for a converter, and does without where there is none; it costs 65 MB and a second of every start.
LEFT_OUT = ("jax",)


def leave_out() -> None:
    """From now on importing one of them raises ImportError, as if it were not installed."""
    for name in LEFT_OUT:
        if name not in sys.modules:
            sys.modules[name] = None  # type: ignore[assignment]
