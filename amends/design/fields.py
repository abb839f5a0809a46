"""How a form field is shown: the options that every field takes, and the sentences its errors begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext

SIZES = ("s", "m", "l", "xl")


@dataclass(frozen=True)
class Look:
    """How one field looks. Sizes are GOV.UK's; `width` counts characters or names a fraction of the column."""

    label_size: str = ""
    page_heading: bool = False
    width: int | str = ""
    prefix: str = ""
    suffix: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    spellcheck: bool | None = None
    inline: bool = False
    small: bool = False
    rows: int = 5
    choice_hints: Mapping[str, str] = field(default_factory=dict)
    conditional: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.label_size and self.label_size not in SIZES:
            raise ValueError(f"label_size is {self.label_size!r}; it is one of {', '.join(SIZES)}")


_LOOKS = tuple(option.name for option in fields(Look))


def spoken_subject(label: str) -> str:
    """A label within a sentence: its first letter small, unless it is an abbreviation. Empty for a question."""
    label = label.strip()
    if not label or label.endswith("?"):
        return ""
    word = label.split()[0]
    keeps_capital = word == "I" or word[1:] != word[1:].lower()
    return label if keeps_capital else label[0].lower() + label[1:]


def _enter(label: Any) -> str:
    subject = spoken_subject(str(label))
    return gettext("Enter %(subject)s") % {"subject": subject} if subject else gettext("Enter an answer")


def _select(label: Any) -> str:
    subject = spoken_subject(str(label))
    return gettext("Select %(subject)s") % {"subject": subject} if subject else gettext("Select an answer")


def _select_listed(label: Any) -> str:
    subject = spoken_subject(str(label)) or gettext("an answer")
    return gettext("Select %(subject)s from those offered") % {"subject": subject}


def _tick(label: Any) -> str:
    return gettext("Tick the box: %(label)s") % {"label": label}


enter = lazy(_enter, str)
tick = lazy(_tick, str)
select = lazy(_select, str)
select_listed = lazy(_select_listed, str)
NOT_OFFERED = ("invalid_choice", "invalid_list", "invalid_pk_value")


class Shown:
    """Mixed into Django's fields: takes the options of `Look`, `hint` and `subject`; errors say what to do."""

    ask = staticmethod(enter)
    defaults: Mapping[str, Any] = {}
    error_messages: dict[str, Any]  # Django's, by kind of error

    def __init__(self, *args: Any, hint: Any = "", subject: Any = "", **options: Any) -> None:
        looks = {**self.defaults, **{name: options.pop(name) for name in _LOOKS if name in options}}
        self.look = Look(**looks)
        given = options.get("error_messages") or {}
        if hint:
            options["help_text"] = hint
        super().__init__(*args, **options)
        self.subject = subject or getattr(self, "label", None) or ""
        if "required" not in given:
            self.error_messages["required"] = self.ask(self.subject)
        for kind in NOT_OFFERED:
            if kind in self.error_messages and kind not in given:
                self.error_messages[kind] = select_listed(self.subject)
