"""The file in which a provider of education, training and employment tells its results. It comes by itself."""

from amends.exchange.kinds import CRN, DAY, Text, Whole, choices
from amends.exchange.specification import File, Values, Wrong, optional, required
from amends.unpaid_work.models import EteResult


def _minutes(values: Values) -> Wrong | None:
    if (values["result"] == EteResult.Result.ABSENT) != (values["minutes"] == 0):
        return "minutes", f"{values['minutes']} with {values['result']}", "0 for absent, otherwise 1 to 1440"
    return None


def _born_before(values: Values) -> Wrong | None:
    if values["date_of_birth"] >= values["date"]:
        return "date_of_birth", f"{values['date_of_birth']} is not before date", "the person's date of birth"
    return None


ETE_RESULTS = File(
    "ete_results",
    "Results of courses of education, training and employment, a row for a person and a day.",
    (
        required("provider", Text(80), "Who provided the course", "Leicester Adult Learning"),
        required("course", Text(80), "Which course", "CSCS card preparation"),
        required("name", Text(200), "The person's name, as the provider has it", "Sam Example"),
        required("date_of_birth", DAY, "The person's date of birth", "1990-05-17"),
        optional("crn", CRN, "The person's case reference number, if the provider knows it", "A123456", ""),
        required("date", DAY, "The day it was done, not in the future", "2026-02-02"),
        required("minutes", Whole(0, 1440), "Minutes done on that day; 0 for absent", "180"),
        required("result", choices(EteResult.Result.choices), "What came of it", "completed"),
    ),
    checks=(_minutes, _born_before),
)
