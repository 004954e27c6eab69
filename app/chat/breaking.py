"""A circuit breaker: an endpoint that keeps failing is left alone for a while."""

from __future__ import annotations

import threading
import time

FAILURES = 3
"""Failures in a row after which the endpoint is left alone."""


class Breaker:
    """Counts failures in a row; open, it lets one request through after the pause."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._failures = 0
        self._until = 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether a request may be sent now."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            now = time.monotonic()
            if now < self._until:
                return False
            self._until = now + self._pause
            return True

    def succeeded(self) -> None:
        """Note that the endpoint served."""
        with self._lock:
            self._failures = 0

    def failed(self, *, lasting: bool = False) -> None:
        """Note a failure; a lasting one (a refused key) opens the breaker at once."""
        with self._lock:
            self._failures = FAILURES if lasting else self._failures + 1
            if self._failures >= FAILURES:
                self._until = time.monotonic() + self._pause
