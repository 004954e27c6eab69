from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import SHIPPED_CORPUS, Settings


def test_without_an_environment_the_shipped_corpus_and_a_hidden_folder_serve() -> None:
    settings = Settings.from_env({})
    assert settings.corpus == SHIPPED_CORPUS
    assert settings.index == ".counterpoint/index"
    assert settings.state == Path(".counterpoint/state")


def test_each_setting_is_read_from_its_variable(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {
            "COUNTERPOINT_CORPUS": str(tmp_path),
            "COUNTERPOINT_INDEX": "elsewhere",
            "COUNTERPOINT_STATE": "states",
        }
    )
    assert settings.corpus == tmp_path
    assert settings.index == "elsewhere"
    assert settings.state == Path("states")


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_env({"COUNTERPOINT_INDEX": ""}) == Settings()


def test_a_corpus_that_is_no_folder_is_refused_with_what_to_do(tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere")
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({"COUNTERPOINT_CORPUS": missing})
    assert missing in str(refused.value)
    assert "COUNTERPOINT_CORPUS" in str(refused.value)
    assert "unset it" in str(refused.value)
