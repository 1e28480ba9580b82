"""The lost line: below which confidence a message is taken for out of scope. Chosen from training data alone.

With examples of what is out of scope, held-out ones show what a line catches and costs. Without them every class plays the
stranger once: it is left out of training, and the line is the one that catches three of four strangers, if that costs at most
one in ten right answers. Where it would cost more, the intents lie too close to each other for a line to tell strangers by (as
77 intents of one bank do): then there is no line, for it would take more than it gives.
"""

import numpy as np

CAUGHT = 0.75  # of the classes left out
PRICE = 0.1  # of the right answers, at most
OUTSIDE = 0.25  # how many messages are taken to be out of scope, where training shows such messages


def from_left_out(confidence: np.ndarray, right: np.ndarray, stranger: np.ndarray) -> float:
    """``confidence`` of the likeliest class, whether it was ``right``, and whether the row's class was left out; (n,) each."""
    if not stranger.any() or not right.any():
        return 0.0
    line = float(np.quantile(confidence[stranger], CAUGHT))
    price = float((confidence[right] < line).mean())
    return line if price <= PRICE else 0.0


def from_examples(confidence: np.ndarray, right: np.ndarray, outside: np.ndarray) -> float:
    """``confidence`` of the likeliest class in scope; ``right``: it is the row's class and nothing out of scope is likelier.

    For rows that are ``outside``, ``right`` says that out of scope was the likeliest of all. The line is the lowest of those
    with the best mean of both kinds of right answers.
    """
    if not outside.any() or outside.all():
        return 0.0
    lines = np.concatenate([[0.0], np.unique(np.round(confidence, 3))])
    worth = [
        (1 - OUTSIDE) * float((right & (confidence >= line))[~outside].mean())
        + OUTSIDE * float((right | (confidence < line))[outside].mean())
        for line in lines
    ]
    return float(lines[int(np.argmax(worth))])
