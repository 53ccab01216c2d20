"""Commands that timers run, with nobody looking on."""

import logging
import sys


def tell_failure(sentence: str, *, log: logging.Logger) -> None:
    """An error of the log goes by mail, too, or to where errors are collected (docs/monitoring.md). Whoever
    has typed the command reads at the terminal why it failed."""
    if not sys.stderr.isatty():
        log.error("%s", sentence)
