"""The contact of 2020 as charts, tables and rows of a file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from amends.contacts.replay.year_2020 import (
    MODES,
    Printed,
    assumptions,
    printed,
    replayed,
    sensitivity,
    shares_of,
)
from amends.design.charts import StepLine, Steps
from amends.design.components import Column, Figure, Figures, Table, Tag
from amends.design.words import percent_text, short_date

CSV_HEADER = ("provider", "week_begins", "contacts", *(f"{mode}_share" for mode in MODES),
              *(f"{mode}_printed" for mode in MODES))  # fmt: skip
_PROVIDERS = {"nps": _lazy("National Probation Service"), "crc": _lazy("Community rehabilitation companies")}
_SHORT = {"nps": _lazy("NPS"), "crc": _lazy("Companies")}
_MODES = {"telephone": _lazy("Telephone"), "face_to_face": _lazy("Face to face"), "doorstep": _lazy("Doorstep")}
_KINDS = {"read": (_lazy("Read"), "green"), "assumed": (_lazy("Assumed"), "yellow"),
          "fitted": (_lazy("Fitted"), "purple")}  # fmt: skip
_FIGURES = {
    "officers": _lazy("Officers"),
    "caseload": _lazy("People an officer holds"),
    "risk_low": _lazy("Low risk"),
    "risk_medium": _lazy("Medium risk"),
    "risk_high": _lazy("High risk"),
    "risk_very_high": _lazy("Very high risk"),
    "critical_few": _lazy("The critical few, seen whatever the model"),
    "safeguarding": _lazy("Domestic abuse or child safeguarding, of medium risk"),
    "home_only": _lazy("Officers kept at home"),
    "days_open_first": _lazy("Days a week that an office is open, first lockdown"),
    "days_open_last": _lazy("Days a week that an office is open, end of November"),
    "seen_a_day": _lazy("People an officer sees on a day that the office is open"),
    "visits_a_week": _lazy("Visits of an officer in a week"),
}


def chart(provider: str) -> Steps:
    """The mix of a provider week by week, with the shares printed as marks on it."""
    weeks = [week for week in replayed() if week.provider == provider]
    lines = [StepLine(str(_MODES[mode]), [(week.begins, week.share(mode)) for week in weeks]) for mode in MODES]
    marks = [(MODES.index(told.mode) + 1, told.week, told.share) for told in printed() if told.provider == provider]
    last = weeks[-1]
    words = _("By telephone %(telephone)s of contacts in the week of %(week)s, face to face %(seen)s.") % {
        "telephone": percent_text(last.share("telephone")), "seen": percent_text(last.share("face_to_face")),
        "week": short_date(last.begins),
    }  # fmt: skip
    return Steps(str(_PROVIDERS[provider]), words, lines, weeks[0].begins, last.begins, unit="percent", marks=marks,
                 mark_label=_("As printed"))  # fmt: skip


def figures() -> Figures:
    """How far the shares are from those printed, of those fitted and of those predicted."""
    told = list(zip(printed(), shares_of(replayed()), strict=True))

    def figure(fitted: bool, label: str, definition: str) -> Figure:
        off = [abs(share - each.share) for each, share in told if each.fitted == fitted]
        denominator = _("the furthest of %(number)s shares") % {"number": len(off)}
        return Figure(label, _("%(points)s points") % {"points": f"{max(off) * 100:.1f}"}, as_at=printed()[-1].week,
                      definition=definition, source=_SOURCE, denominator=denominator)  # fmt: skip

    share = _("A share is the contacts of a week made by a mode, of all contacts of that week.")
    predicted = f"{share} {_('No figure was chosen by those of the end of November.')}"
    fitted = f"{share} {_('By the first that was printed of each mode, two limits of each provider were chosen.')}"
    return Figures(
        [figure(False, _("Predicted, and off by"), predicted), figure(True, _("Fitted, and off by"), fitted)]
    )


_SOURCE = _lazy("HM Inspectorate of Probation, review of recovery from the first lockdown (2021), and this replay")


def held_against() -> Table:
    """The shares printed beside what the replay comes to."""
    rows = [
        [_SHORT[told.provider], _MODES[told.mode], short_date(told.week), percent_text(told.share),
         percent_text(share), f"{round((share - told.share) * 100, 1) or 0.0:+.1f}",  # never -0.0
         Tag(_("Fitted"), "purple") if told.fitted else Tag(_("Predicted"), "blue")]
        for told, share in zip(printed(), shares_of(replayed()), strict=True)
    ]  # fmt: skip
    columns = [Column(_("Provider"), row_header=True), Column(_("Mode")), Column(_("Week of")),
               Column(_("Printed"), numeric=True), Column(_("Replayed"), numeric=True),
               Column(_("Points off"), numeric=True), Column(_("Fitted or predicted"))]  # fmt: skip
    return Table(caption=_("Beside what was printed"), columns=columns, rows=rows, stacked=True)


def varied() -> Table:
    """What the predicted shares come to with each figure halved and doubled."""
    kept = [number for number, told in enumerate(printed()) if not told.fitted]
    heads = [_of(printed()[number]) for number in kept]
    times = {0.5: _("%(figure)s, halved"), 2.0: _("%(figure)s, doubled")}
    every = [(_("As assumed"), shares_of(replayed()))]
    every += [(times[each.factor] % {"figure": _FIGURES[each.name]}, each.shares) for each in sensitivity()]
    rows = [[words, *(percent_text(shares[number]) for number in kept)] for words, shares in every]
    columns = [Column(_("With"), row_header=True), *(Column(head, numeric=True) for head in heads)]
    return Table(caption=_("How much hangs on what: the shares predicted for the week of 29 November"), columns=columns,
                 rows=rows, stacked=True)  # fmt: skip


def _of(told: Printed) -> str:
    return _("%(provider)s, %(mode)s") % {"provider": _SHORT[told.provider], "mode": str(_MODES[told.mode]).lower()}


def assumed() -> Table:
    """Every figure that the replay starts from: read, assumed or fitted."""
    rows = []
    for each in assumptions():
        words, colour = _KINDS[each.kind]
        note = f"{each.source}: {each.note}" if each.note else each.source
        rows.append([_FIGURES[each.name], f"{each.values['nps']:g}", f"{each.values['crc']:g}", each.unit,
                     Tag(str(words), colour), note])  # fmt: skip
    columns = [Column(_("Figure"), row_header=True), Column(_SHORT["nps"], numeric=True),
               Column(_SHORT["crc"], numeric=True), Column(_("Unit")), Column(_("Kind")),
               Column(_("From"))]  # fmt: skip
    return Table(caption=_("What it starts from"), columns=columns, rows=rows, stacked=True)


def csv_rows() -> Iterator[Sequence[object]]:
    """Each week of each provider, for a file."""
    told = {(each.provider, each.week, each.mode): each.share for each in printed()}
    for week in replayed():
        yield (week.provider, week.begins, sum(week.contacts.values()),
               *(round(week.share(mode), 4) for mode in MODES),
               *(told.get((week.provider, week.begins, mode), "") for mode in MODES))  # fmt: skip
