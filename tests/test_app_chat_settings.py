from __future__ import annotations

from dataclasses import fields

import pytest

from app.chat.settings import ChatSettings
from index.errors import SettingsError

KEY = {"OPENAI_API_KEY": "sk-secret"}


def test_without_key_and_address_there_is_no_model() -> None:
    assert ChatSettings.from_env({"COUNTERPOINT_CHAT_MODEL": "m"}) is None
    assert ChatSettings.from_env({"OPENAI_API_KEY": "", "OPENAI_BASE_URL": ""}) is None


def test_an_address_alone_gets_a_placeholder_key() -> None:
    settings = ChatSettings.from_env({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"})
    assert settings is not None
    assert settings.base_url == "http://127.0.0.1:1/v1"
    assert settings.api_key == "not-needed"


def test_every_field_is_read_from_its_variable() -> None:
    given = {"str": "m2", "float": "7.5", "int": "7", "bool": "yes"}
    read = {"str": "m2", "float": 7.5, "int": 7, "bool": True}
    environ = KEY | {
        f"COUNTERPOINT_CHAT_{field.name.upper()}": given[str(field.type)]
        for field in fields(ChatSettings)
    }
    settings = ChatSettings.from_env(environ)
    for field in fields(ChatSettings):
        if field.name not in ("api_key", "base_url"):
            assert getattr(settings, field.name) == read[str(field.type)], field.name


def test_the_key_stands_in_no_representation() -> None:
    assert "sk-secret" not in repr(ChatSettings.from_env(KEY))


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "inf"])
def test_a_number_that_cannot_be_used_is_refused_with_its_variable(value: str) -> None:
    with pytest.raises(SettingsError, match="COUNTERPOINT_CHAT_TIMEOUT"):
        ChatSettings.from_env(KEY | {"COUNTERPOINT_CHAT_TIMEOUT": value})


def test_a_cap_without_prices_is_refused() -> None:
    with pytest.raises(SettingsError, match="PRICE_IN"):
        ChatSettings.from_env(KEY | {"COUNTERPOINT_CHAT_DAILY_CAP": "2"})
