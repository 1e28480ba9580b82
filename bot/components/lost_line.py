"""The lost line: below which familiarity a message is taken for out of scope. Chosen from training data alone.

With examples of what is out of scope, held-out ones show what a line catches and costs. Without them every class plays the
stranger once: it is left out of training, and the line is the one that catches four of five strangers, if that costs at most
one in ten right answers. Where it would cost more, the intents lie too close to each other for a line to tell strangers by (as
77 intents of one bank do): then there is no line, for it would take more than it gives.
"""

import numpy as np

CAUGHT = 0.8  # of the classes left out
PRICE = 0.1  # of the right answers, at most
NO_LINE = -10.0  # nothing is as unfamiliar
OUTSIDE = 0.25  # how many messages are taken to be out of scope, where training shows such messages


def from_left_out(familiarity: np.ndarray, right: np.ndarray, stranger: np.ndarray) -> float:
    """``familiarity`` of a row as one of its likeliest class, whether that was ``right``, and whether its class was left out;
    (n,) each."""
    if not stranger.any() or not right.any():
        return NO_LINE
    line = float(np.quantile(familiarity[stranger], CAUGHT))
    price = float((familiarity[right] < line).mean())
    return line if price <= PRICE else NO_LINE


def from_examples(familiarity: np.ndarray, right: np.ndarray, outside: np.ndarray) -> float:
    """``familiarity`` as one of the likeliest class in scope; ``right``: that is the row's class, and the likeliest of all.

    For rows that are ``outside``, ``right`` says that out of scope was the likeliest of all. The line is the lowest of those
    with the best mean of both kinds of right answers.
    """
    if not outside.any() or outside.all():
        return NO_LINE
    lines = np.concatenate([[NO_LINE], np.unique(np.round(familiarity, 3))])
    worth = [
        (1 - OUTSIDE) * float((right & (familiarity >= line))[~outside].mean())
        + OUTSIDE * float((right | (familiarity < line))[outside].mean())
        for line in lines
    ]
    return float(lines[int(np.argmax(worth))])
