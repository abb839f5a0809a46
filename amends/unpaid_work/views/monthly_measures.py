"""The lines of the board's monthly report: what each is called and means, and how it is told."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design.words import hours_text, percent_text, share_text
from amends.unpaid_work.queries.monthly.report import Figures


@dataclass(frozen=True)
class Measure:
    """A line: how its figures are told, and the value that its course is drawn by; None where there is none."""

    title: str
    definition: str
    tell: Callable[[Figures], str]
    value: Callable[[Figures], float | None]
    unit: str = "number"


def _count(title: str, definition: str, name: str) -> Measure:
    return Measure(title, definition, lambda figures: f"{figures[name]:,}", lambda figures: figures[name])


def _length(title: str, definition: str, name: str) -> Measure:
    return Measure(
        title, definition, lambda figures: hours_text(figures[name]), lambda figures: figures[name], "minutes"
    )


def _share(title: str, definition: str, part: str, whole: str) -> Measure:
    return Measure(
        title, definition, lambda figures: share_text(figures[part], figures[whole]),
        lambda figures: figures[part] / figures[whole] if figures[whole] else 0.0, "percent",
    )  # fmt: skip


def _lost(title: str, definition: str, *days: str) -> Measure:
    """Days lost over the days named."""

    def value(figures: Figures) -> float:
        of = sum(figures[name] for name in days)
        return figures["lost"] / of if of else 0.0

    def tell(figures: Figures) -> str:
        of = sum(figures[name] for name in days)
        share = percent_text(value(figures), 2) if of else _("none")
        return _("%(lost)s over %(of)s (%(share)s)") % {
            "lost": f"{figures['lost']:,}", "of": f"{of:,}", "share": share
        }  # fmt: skip

    return Measure(title, definition, tell, value, "percent")


def _answers(title: str, definition: str) -> Measure:
    """Of the beneficiaries who answered, those who would have the service again; few answers are not told."""

    def tell(figures: Figures) -> str:
        if not figures["answered"]:
            return _("Too few answers to tell, of %(asked)s asked") % {"asked": f"{figures['asked']:,}"}
        share = share_text(figures["again"], figures["answered"])
        return _("%(share)s, of %(asked)s asked") % {"share": share, "asked": f"{figures['asked']:,}"}

    return Measure(
        title, definition, tell,
        lambda figures: figures["again"] / figures["answered"] if figures["answered"] else None, "percent",
    )  # fmt: skip


MEASURES = (
    _count(gettext_lazy("Orders begun"), gettext_lazy("Unpaid work requirements made in the month."), "orders"),
    _length(
        gettext_lazy("Hours offered"),
        gettext_lazy(
            "The length of the month's sessions, for each person booked and neither cancelled nor stood down."
        ),
        "offered",
    ),
    _length(
        gettext_lazy("Hours worked"),
        gettext_lazy("From start to finish of those who attended, less penalties."),
        "worked",
    ),
    _length(
        gettext_lazy("Hours credited at sessions"),
        gettext_lazy(
            "As each outcome that stands credits its session, stand-downs too, before what was left is looked at."
        ),
        "credited",
    ),
    _lost(
        gettext_lazy("Days stood down, over days kept"),
        gettext_lazy(
            "A day is one person booked on one session. Kept: the place was there, whether or not the person came."
        ),
        "kept",
    ),
    _lost(
        gettext_lazy("Days stood down, over days planned"),
        gettext_lazy("Planned: days kept and days lost together."),
        "kept",
        "lost",
    ),
    _share(
        gettext_lazy("Completed"),
        gettext_lazy(
            "Of the requirements that ended in the month in whatever way: those whose completion is on record, with "
            "the letters that told of it."
        ),
        "completed",
        "ended",
    ),
    _share(
        gettext_lazy("Entered as completed"),
        gettext_lazy(
            "Of the requirements that ended in the month: those entered, or brought in, as completed without a "
            "completion on record."
        ),
        "entered",
        "ended",
    ),
    _share(
        gettext_lazy("Waiting for a first session"),
        gettext_lazy("Of the requirements in force at the end of the month: those without a first session until then."),
        "waiting",
        "open",
    ),
    _share(
        gettext_lazy("First session within 10 working days"),
        gettext_lazy(
            "Of the requirements whose tenth working day from allocation was in the month: those with a first session "
            "by then. One that was missed counts; one that the service rearranged or stood down does not."
        ),
        "in_time",
        "due_first",
    ),
    _share(
        gettext_lazy("Weeks offered less than the minimum"),
        gettext_lazy(
            "Of the weeks, from Mondays in the month, of people with work ordered and not ended: those in which they "
            "were booked for less than policy's weekly offer."
        ),
        "weeks_less",
        "weeks",
    ),
    _share(
        gettext_lazy("Past 12 months"),
        gettext_lazy(
            "Of the requirements in force at the end of the month: those with hours left, whose last day for them was "
            "past."
        ),
        "late",
        "open",
    ),
    _answers(
        gettext_lazy("Beneficiaries who would have us again"),
        gettext_lazy(
            "Of the answers about the last quarter that was over when the month began. Where fewer than five answered, "
            "or a unit’s could be reckoned from the others’, they are not told."
        ),
    ),
)
