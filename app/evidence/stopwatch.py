"""How long the stages of an answer take."""

from __future__ import annotations

import time


class Stopwatch:
    """Milliseconds since the last lap, by stage, added up."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._at = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Note the time a stage took."""
        now = time.perf_counter()
        spent = round((now - self._at) * 1000, 3)
        self.laps[stage] = round(self.laps.get(stage, 0.0) + spent, 3)
        self._at = now
