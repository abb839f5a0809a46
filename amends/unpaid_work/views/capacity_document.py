"""A statement of capacity as a document to send to a court."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from amends.design.documents.report import ReportTable, ReportText, Section
from amends.design.words import date_and_time, short_date
from amends.unpaid_work.views import capacity_tables as tables

_CELLS = (("staffed", True), ("staffed_minutes", False), ("could", True), ("could_minutes", False))


def report(content: tables.Content, region: str, language: str | None) -> ReportText:
    """The whole statement: what each figure means stands at its end."""
    at = datetime.fromisoformat(content["as_at"])
    told = {"at": date_and_time(at), "weeks": content["weeks_ahead"], "least": content["least"]}
    intro = _(
        "What unpaid work there is room for in the %(weeks)s weeks to come, who waits for it, and how orders are "
        "worked. As at %(at)s. A number from 1 to %(most)s of people is not told."
    ) % (told | {"most": content["least"] - 1})
    sections = [
        _section(tables.places_table(content, region)),
        _section(tables.types_of_units(content)),
        _section(tables.work_table(content, region)),
        *(_weeks(unit) for unit in content["units"]),
        Section(
            _("What the figures mean"),
            tuple(f"{tables.heading(name)}: {words}" for name, words in tables.DEFINITIONS.items()),
        ),
        Section(_("Sources"), (_("%(board)s. %(orders)s.") % {"board": tables.BOARD, "orders": tables.ORDERS},)),
    ]
    title = _("Capacity for unpaid work: %(region)s") % {"region": region}
    code = "cy" if language == "cy" else "en"
    return ReportText(code, title, intro, at, _("Probation Service"), tuple(sections))


def _section(table: Any) -> Section:
    rows = tuple(tuple(str(cell) for cell in row) for row in table.rows)
    columns = tuple(str(column.text) for column in table.columns)
    return Section(str(table.caption), table=ReportTable(columns, rows))


def _weeks(unit: tables.Content) -> Section:
    columns = (_("Week beginning"), _("Staffed places"), _("Staffed hours"), _("Further places"), _("Further hours"))
    rows = tuple(
        (
            short_date(date.fromisoformat(week["week"])),
            *(f"{week[name]:,}" if places else f"{week[name] / 60:,.0f}" for name, places in _CELLS),
        )
        for week in unit["places"]
    )
    return Section(_("%(unit)s, week by week") % {"unit": unit["name"]}, table=ReportTable(columns, rows))
