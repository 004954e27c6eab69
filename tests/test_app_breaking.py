from __future__ import annotations

import time

from app.chat.breaking import FAILURES, Breaker


def test_a_few_failures_in_a_row_open_it_and_a_success_between_them_does_not() -> None:
    breaker = Breaker(60)
    for _ in range(FAILURES - 1):
        breaker.failed()
    breaker.succeeded()
    for _ in range(FAILURES - 1):
        breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()


def test_a_lasting_failure_opens_it_at_once() -> None:
    breaker = Breaker(60)
    breaker.failed(lasting=True)
    assert not breaker.allows()


def test_after_the_pause_one_request_is_let_through_and_its_success_closes_it() -> None:
    breaker = Breaker(0.05)
    breaker.failed(lasting=True)
    time.sleep(0.06)
    assert breaker.allows()
    assert not breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert breaker.allows()
