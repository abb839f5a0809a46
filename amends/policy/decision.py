"""What a rule answers: a value, and everything needed to question it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

READ = "F"
DEFAULT = "default"

Value = TypeVar("Value")


@dataclass(frozen=True)
class Decision(Generic[Value]):
    """One decision. `confidence` is `F` (read in the source) or `default` (a service may replace it, never law).

    `steps` are the lines of reasoning, in order, for a person to read.
    """

    value: Value
    rule: str
    source: str
    confidence: str
    steps: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The decision as JSON-ready values: dates ISO 8601."""
        return {
            "value": _plain(self.value),
            "rule": self.rule,
            "source": self.source,
            "confidence": self.confidence,
            "steps": list(self.steps),
        }


def weakest(*confidences: str) -> str:
    """The confidence of a decision that rests on several rows: `default` as soon as one of them is."""
    return DEFAULT if DEFAULT in confidences else READ


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
