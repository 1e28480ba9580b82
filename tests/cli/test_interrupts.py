"""Ctrl-C, kill and a closed terminal."""

from __future__ import annotations

import os
import signal

import pytest

from cli.interrupts import ENDING, deferred, interruptible, uninterruptible


@pytest.mark.parametrize("number", ENDING)
def test_each_way_to_end_a_command_lets_it_clean_up(number: signal.Signals):
    with pytest.raises(KeyboardInterrupt), interruptible():
        os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", ENDING)
def test_cleaning_up_goes_on_to_its_end(number: signal.Signals):
    with uninterruptible():
        os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", ENDING)
def test_an_interruption_waits_until_what_was_started_is_known(number: signal.Signals):
    reached = []

    def start() -> None:
        with deferred():
            os.kill(os.getpid(), number)
            reached.append("its end")

    with pytest.raises(KeyboardInterrupt):
        start()
    assert reached == ["its end"]


def test_what_nohup_ignores_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_afterwards_all_is_as_before():
    before = [signal.getsignal(number) for number in ENDING]
    with interruptible(), deferred(), uninterruptible():
        pass
    assert [signal.getsignal(number) for number in ENDING] == before
