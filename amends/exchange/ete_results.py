"""Reading a provider's file of results: all of its rows, or every fault in it and nothing kept."""

from datetime import date, datetime
from typing import BinaryIO

from amends.exchange.files.ete_results import ETE_RESULTS
from amends.exchange.reading import read_from
from amends.faults import Fault, Faults
from amends.organisation.models import Team
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import EteResultFile
from amends.unpaid_work.operations.ete_results import EteRow, take_in_results


def import_ete_results(source: BinaryIO, *, name: str, team: Team, by, at: datetime) -> EteResultFile:
    """Take in a provider's file. Raises Faults, each with its row, field and remedy, and then nothing is kept."""
    rows = read_ete_results(source, today=civil_date(at))
    return take_in_results(name=name, rows=rows, team=team, by=by, at=at)


def read_ete_results(source: BinaryIO, *, today: date) -> list[EteRow]:
    """The rows of a file. Raises Faults with everything that is wrong."""
    faults: list[Fault] = []
    rows = []
    for number, values, sound in read_from(source, ETE_RESULTS, faults.append):
        if not sound:
            continue
        if values["date"] > today:
            wrong = f"{values['date']} is in the future"
            faults.append(Fault(ETE_RESULTS.file_name, number, "date", wrong, "the day it was done, today or before"))
            continue
        rows.append(EteRow(**{("on" if column == "date" else column): value for column, value in values.items()}))
    if not rows and not faults:
        faults.append(Fault(ETE_RESULTS.file_name, None, "", "has no row of data", "a row for each person and day"))
    if faults:
        raise Faults(faults)
    return rows
