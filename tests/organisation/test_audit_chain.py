"""The audit trail: rows cannot be changed, and the chain names one that was."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import Error

from amends.organisation import audit
from amends.organisation.models import AuditEvent, AuditQueue, AuditSeal
from tests.factories import make_user


def write(number: int) -> list[int]:
    user = make_user()
    for index in range(number):
        audit.record(user, "open", f"cases.person {index}", crn="X000001", detail={"name": "Éowyn", "n": index})
    return list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True))


def without_guard(statement: str, *values) -> None:
    """What someone with the database's own rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["organisation_auditevent", "organisation_auditseal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete_a_row(table, change):
    write(1)
    audit.seal()
    column = "username" if table.endswith("event") else "digest"
    with pytest.raises(Error, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table, column, column))


@pytest.mark.django_db
def test_a_whole_chain_verifies_and_counts_what_waits():
    write(7)
    assert audit.seal() == 7
    write(2)
    found = audit.verify()
    assert (found.sealed, found.waiting, found.faults) == (7, 2, [])
    assert len(found.head) == 64


@pytest.mark.django_db
@pytest.mark.parametrize(
    "assignment", ["username = 'someone'", "crn = 'X000002'", "at = at + interval '1 second'", "detail = '{}'::jsonb",
                   "outcome = 'refused'", "action = 'close'", "subject = 'x'"],
)  # fmt: skip
def test_one_altered_row_is_found_and_named(assignment):
    events = write(5)
    audit.seal()
    without_guard(f"UPDATE organisation_auditevent SET {assignment} WHERE id = %s", events[2])
    assert audit.verify().faults == [f"event {events[2]}: altered (seal 3)"]


@pytest.mark.django_db
def test_one_missing_row_is_found_and_named():
    events = write(5)
    audit.seal()
    without_guard("DELETE FROM organisation_auditevent WHERE id = %s", events[3])
    assert audit.verify().faults == [f"event {events[3]}: missing (seal 4)"]


@pytest.mark.django_db
def test_a_row_and_its_seal_taken_away_together_leave_a_gap():
    events = write(5)
    audit.seal()
    without_guard("DELETE FROM organisation_auditseal WHERE number = 2")
    without_guard("DELETE FROM organisation_auditevent WHERE id = %s", events[1])
    assert audit.verify().faults == ["seals 2 to 2: missing"]


@pytest.mark.django_db
def test_a_row_slipped_in_beside_the_queue_is_found():
    write(2)
    audit.seal()
    (slipped,) = write(1)[2:]
    AuditQueue.objects.filter(event_id=slipped).delete()
    assert audit.verify().faults == [f"event {slipped}: neither sealed nor waiting"]


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_and_exits_with_findings(capsys):
    events = write(3)
    audit.seal()
    with pytest.raises(SystemExit) as whole:
        call_command("verify_audit")
    without_guard("DELETE FROM organisation_auditevent WHERE id = %s", events[0])
    with pytest.raises(SystemExit) as broken:
        call_command("verify_audit")
    assert (whole.value.code, broken.value.code) == (0, 1)
    assert f"event {events[0]}: missing" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other_and_sealing_takes_only_what_is_committed():
    user = make_user()
    held, release = threading.Event(), threading.Event()

    def slow_writer():
        try:
            with transaction.atomic():
                audit.record(user, "open", "slow")
                held.set()
                release.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    assert held.wait(20)
    audit.record(user, "open", "quick")  # its number is higher, and it does not wait
    assert audit.seal() == 1
    release.set()
    thread.join(60)
    assert audit.seal() == 1
    assert audit.verify().faults == []
    sealed = [AuditEvent.objects.get(pk=seal.event_id).subject for seal in AuditSeal.objects.order_by("number")]
    assert sealed == ["quick", "slow"]
