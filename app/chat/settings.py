"""Settings of the optional chat model; without a key or an address there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from index.errors import SettingsError

PREFIX = "COUNTERPOINT_CHAT_"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """How to reach a chat model. Field `x` is read from `COUNTERPOINT_CHAT_X`.

    `api_key` and `base_url` are the `openai` client's own: `OPENAI_API_KEY` and
    `OPENAI_BASE_URL`.
    """

    api_key: str = field(default="not-needed", repr=False)
    base_url: str = "https://api.openai.com/v1"
    model: str = "gpt-4.1-mini"
    """Name of the model at that endpoint."""
    timeout: float = 30.0
    """Seconds that an answer may take in all, retries included."""
    retries: int = 2
    """How often a request that failed for a passing reason is sent again."""
    backoff: float = 0.5
    """Seconds before the first retry, doubled for each one after it."""
    pause: float = 60.0
    """Seconds for which an endpoint that keeps failing is left alone."""
    max_tokens: int = 1200
    """Longest reply, in tokens."""
    price_in: float = 0.0
    """Price of a million tokens sent, in any currency."""
    price_out: float = 0.0
    """Price of a million tokens received."""
    answer_cap: float = 0.0
    """Most that one answer may cost; 0 for no cap."""
    daily_cap: float = 0.0
    """Most that a day (UTC) may cost, after which answers are extractive; 0: no cap."""
    judge: bool = False
    """Whether a second request has the model judge its sentences."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> ChatSettings | None:
        """The settings, None where no model is set up; raises SettingsError."""
        key, address = environ.get("OPENAI_API_KEY"), environ.get("OPENAI_BASE_URL")
        if not key and not address:
            return None
        given: dict[str, str | float | bool] = {}
        if key:
            given["api_key"] = key
        if address:
            given["base_url"] = address
        for each in fields(cls):
            text = environ.get(PREFIX + each.name.upper(), "").strip()
            if text and each.name not in ("api_key", "base_url"):
                given[each.name] = _read(each.name, str(each.type), text)
        settings = cls(**given)  # type: ignore[arg-type]  # _read goes by the type
        if (settings.answer_cap or settings.daily_cap) and not settings.priced:
            raise SettingsError(
                f"{PREFIX}ANSWER_CAP or {PREFIX}DAILY_CAP is set without a price: set "
                f"{PREFIX}PRICE_IN and {PREFIX}PRICE_OUT as well."
            )
        return settings

    @property
    def priced(self) -> bool:
        """Whether a price is known."""
        return self.price_in > 0 or self.price_out > 0

    def price(self, tokens_in: int, tokens_out: int) -> float:
        """The price of a request, in the currency of the two prices."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6


def _read(name: str, kind: str, text: str) -> str | float | bool:
    """A setting's value by its type; raises SettingsError."""
    if kind == "str":
        return text
    if kind == "bool":
        return text.lower() in ("1", "true", "yes", "on")
    try:
        number = int(text) if kind == "int" else float(text)
    except ValueError:
        number = -1
    least = 0.0 if name != "timeout" else 0.1
    if not least <= number < float("inf"):
        raise SettingsError(
            f"{PREFIX}{name.upper()} is {text!r}: write a number of {least:g} or more."
        )
    return number
