"""The accounts of requirements: which recorded work credits which, then the one calculation of policy.

A session is booked on one requirement and credits it. Requirements made concurrent with it are credited by the same
session. What goes beyond what remained of all of those is credited to the next, consecutive one. The rule and its
example stand in docs/rules/two_requirements.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from amends.cases.models import Requirement, RequirementChange
from amends.cases.outstanding import concurrent_groups
from amends.faults import Faults
from amends.policy.hours import events as policy
from amends.policy.hours.events import AdjustmentEvent, SessionEvent
from amends.policy.hours.statement import Line, Statement, statement
from amends.policy.session_credit import SENT_HOME_BY_SERVICE, STOOD_DOWN
from amends.unpaid_work.queries.record import Entry, Record, day_of, record_of


@dataclass(frozen=True)
class Account:
    """A requirement with its record: the entries that count, in time order, and their statement.

    `statement` is None where the record cannot be: `faults` say why. `carried` names, by an entry's place, the
    requirement that its surplus went to.
    """

    requirement: Requirement
    entries: tuple[Entry, ...]
    put_right: tuple[Entry, ...]
    changes: tuple[RequirementChange, ...]
    input: policy.Requirement
    statement: Statement | None
    faults: tuple[str, ...] = ()
    carried: tuple[tuple[int, str], ...] = ()


def accounts_of(people: Iterable[int]) -> dict[int, Account]:
    """The account of every unpaid work requirement of these people, by the requirement's id."""
    record = record_of(people)
    accounts: dict[int, Account] = {}
    for requirements in record.requirements.values():
        accounts.update(_accounts(requirements, record))
    return accounts


def _accounts(requirements: Sequence[Requirement], record: Record) -> dict[int, Account]:
    """One person's accounts: group by group, the earlier first."""
    groups = _groups(requirements)
    carried: dict[int, list[Entry]] = defaultdict(list)
    accounts: dict[int, Account] = {}
    for number, group in enumerate(groups):
        made = [_account(requirement, group, record, carried[requirement.pk]) for requirement in group]
        for entry, minutes in _beyond(made):
            receivers = _next(groups[number + 1 :], day_of(entry))
            made = [_note_carried(account, entry, receivers) for account in made]
            for receiver in receivers:
                carried[receiver.pk].append(_rest_of(entry, minutes, receiver, made[0].requirement.reference))
        accounts.update({account.requirement.pk: account for account in made})
    return accounts


def _groups(requirements: Sequence[Requirement]) -> list[list[Requirement]]:
    """Requirements in order of sentence; those that run beside earlier ones stand in the same group."""
    groups: dict[str, list[Requirement]] = defaultdict(list)
    for requirement, group in zip(requirements, concurrent_groups(r.runs for r in requirements), strict=True):
        groups[group].append(requirement)
    return list(groups.values())


def in_force(requirement: Requirement, on: date) -> bool:
    """Whether the requirement had been made, and had not ended, on a day. Its last hours complete it, and so count."""
    last = requirement.ended_on
    if last is not None and requirement.ended_as == Requirement.Ended.COMPLETED:
        last += timedelta(days=1)
    return requirement.sentence.sentence_date <= on and (last is None or on < last)


def _account(requirement: Requirement, group: Sequence[Requirement], record: Record, carried: list[Entry]) -> Account:
    own = record.entries[requirement.pk]
    counting = [*(entry for entry in own if entry.counts), *carried]
    beside = [
        entry
        for other in group
        if other is not requirement
        for entry in record.entries[other.pk]
        if entry.counts and entry.start and in_force(requirement, day_of(entry))
    ]
    changes = tuple(record.changes[requirement.pk])
    account = _stated(requirement, [*counting, *beside], changes, record.switches)
    if beside and account.statement:
        # A session beside this requirement is passed over once nothing remains of it.
        nothing_left = {line.event for line in account.statement.lines if line.surplus and not line.credited}
        kept = [
            entry
            for place, entry in enumerate(account.entries)
            if place not in nothing_left or entry.requirement == requirement.pk or entry.carried_from
        ]
        if len(kept) < len(account.entries):
            account = _stated(requirement, kept, changes, record.switches)
    return replace(account, put_right=tuple(entry for entry in own if not entry.counts))


def _stated(requirement: Requirement, entries: list[Entry], changes, switches: policy.Switches) -> Account:
    entries = sorted(entries, key=lambda entry: entry.event.taken_at)
    asked = policy.Requirement(
        ordered_minutes=requirement.ordered_minutes,
        sentence_date=requirement.sentence.sentence_date,
        events=tuple(entry.event for entry in entries),
        changes=tuple(policy.Change(change.on, change.minutes) for change in changes if change.minutes),
        switches=switches,
    )
    stated: Statement | None = None
    faults: tuple[str, ...] = ()
    try:
        stated = statement(asked)
    except Faults as found:
        faults = tuple(str(fault) for fault in found.faults)
    return Account(requirement, tuple(entries), (), changes, asked, stated, faults)


def _beyond(accounts: Sequence[Account]) -> list[tuple[Entry, int]]:
    """Session entries that none of these accounts could take whole, and the minutes that none took."""
    least: dict[tuple[str, int], tuple[Entry, int]] = {}
    for account in accounts:
        lines = account.statement.lines if account.statement else ()
        for entry, line in zip(account.entries, lines, strict=bool(lines)):
            _entry, earlier = least.get(entry.source, (entry, line.surplus))
            least[entry.source] = (entry, min(_passed_on(entry, line), earlier))
    return [(entry, minutes) for entry, minutes in least.values() if minutes]


def _passed_on(entry: Entry, line: Line) -> int:
    """The surplus of a session; nothing of other entries: those are made on one requirement alone."""
    return line.surplus if isinstance(entry.event, SessionEvent) or entry.carried_from else 0


def _next(groups: Sequence[Sequence[Requirement]], on: date) -> list[Requirement]:
    """The members, in force on the day, of the first group that has any."""
    for group in groups:
        receivers = [requirement for requirement in group if in_force(requirement, on)]
        if receivers:
            return receivers
    return []


def _rest_of(entry: Entry, minutes: int, receiver: Requirement, carried_from: str) -> Entry:
    """The last minutes of a session's work, as an entry of the next requirement.

    A stand-down is not work with an end, so what is left of its credit comes as an adjustment.
    """
    event = entry.event
    if isinstance(event, SessionEvent) and event.outcome != STOOD_DOWN:
        code = "ATTC" if event.outcome == SENT_HOME_BY_SERVICE else event.outcome
        event = SessionEvent(event.end - timedelta(minutes=minutes), event.end, code)
        start, end = event.start, event.end
    else:
        event, start, end = AdjustmentEvent(event.date, minutes, "other"), None, None
    return replace(
        entry, requirement=receiver.pk, event=event, start=start, end=end, penalty_minutes=0, carried_from=carried_from
    )


def _note_carried(account: Account, entry: Entry, receivers: Sequence[Requirement]) -> Account:
    if not receivers:
        return account
    to = ", ".join(receiver.reference for receiver in receivers)
    places = [place for place, own in enumerate(account.entries) if own.source == entry.source]
    return replace(account, carried=(*account.carried, *((place, to) for place in places)))
