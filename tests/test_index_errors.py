from __future__ import annotations

import inspect
import re

from index import errors
from index.errors import CounterpointError, NoIndex, UnusableIndex, WrongModel


def every_error() -> list[type[CounterpointError]]:
    """All errors of the project that a person can meet."""
    found = (value for _, value in inspect.getmembers(errors, inspect.isclass))
    return [value for value in found if issubclass(value, CounterpointError)]


def test_every_error_has_one_base_so_that_a_door_can_print_it() -> None:
    classes = [value for _, value in inspect.getmembers(errors, inspect.isclass)]
    assert classes == every_error()


def test_the_tree_at_the_top_of_the_file_names_every_error() -> None:
    tree = set(re.findall(r"^[│├└─ ]*([A-Z]\w+)", errors.__doc__ or "", re.MULTILINE))
    assert {value.__name__ for value in every_error()} <= tree


def test_every_error_says_when_it_happens() -> None:
    assert all((value.__doc__ or "").strip() for value in every_error())


def test_a_missing_index_and_a_wrong_model_are_both_an_unusable_index() -> None:
    assert issubclass(NoIndex, UnusableIndex)
    assert issubclass(WrongModel, UnusableIndex)
