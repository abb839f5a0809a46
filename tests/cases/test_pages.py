"""The pages of a case, as each reader meets them."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.cases.models import KeepApart, ProtectedCharacteristics, RequirementChange
from amends.cases.operations import keep_apart, limit_access, merge_people
from amends.organisation.models import AuditEvent, LimitedAccess
from tests.cases.registering import register
from tests.cases.visiting import signed_in, text, without_tokens
from tests.factories import (
    make_allocation,
    make_person,
    make_requirement,
    make_staff,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db


# Who may do what


@pytest.mark.parametrize(
    ("role", "opens", "offers"),
    [
        ("practitioner", True, {"change", "address", "sentences/new", "protected-characteristics", "keep-apart"}),
        ("senior", True, {"change", "sentences/new", "merge", "limited-access"}),
        ("head_of_pdu", True, {"limited-access"}),
        ("case_administrator", True, {"change", "sentences/new", "protected-characteristics"}),
        ("placement_coordinator", True, set()),
        ("court_officer", True, {"sentences/new"}),
        ("unpaid_work_supervisor", False, set()),
        ("performance_analyst", False, set()),
        ("system_administrator", False, set()),
    ],
)
def test_each_role_is_offered_what_it_may_do_and_nothing_else(client, team, role, opens, offers):
    person = make_person(team)
    signed_in(client, role, team)
    answer = client.get(f"/cases/{person.crn}")
    assert answer.status_code == (200 if opens else 404)
    everything = {"change", "address", "sentences/new", "protected-characteristics", "merge", "limited-access",
                  "keep-apart", "contact-details/new"}  # fmt: skip
    for page in everything:
        href = f'href="/cases/{person.crn}/{page}"'
        status = client.get(f"/cases/{person.crn}/{page}").status_code
        assert (href in text(answer)) == (status == 200), page
    for page in offers:
        assert f'href="/cases/{person.crn}/{page}"' in text(answer)


def test_whoever_is_kept_out_meets_no_name_title_or_count_anywhere(client, user, team):
    hidden = register(user, team, "Secret", "Quokka")
    shown = register(user, team, "Known", "Wombat", date(1991, 1, 1))
    same = register(user, team, "Secret", "Quokka")
    for other in (hidden, same):
        keep_apart(people=(other, shown), reason="Secret Quokka threatened her", from_date=date(2026, 1, 1), by=user,
                   at=timezone.now())  # fmt: skip
    gone = register(user, team, "Gone", "Quokka", date(1992, 1, 1))
    merge_people(keep=shown, absorb=gone, reason="Synthetic", by=user, at=timezone.now())
    for person in (hidden, same, gone):
        limit_access(crn=person.crn, kind="exclusion", username=user.username, reason="x", by=user, at=timezone.now())
    pages = [
        "/cases/as-csv", "/cases/as-csv?q=quokka",
        "/cases/", "/cases/?q=quokka", f"/cases/?q={hidden.crn}", f"/cases/?q={gone.crn}", "/cases/?q=27/3/1990",
        f"/cases/{shown.crn}", f"/cases/{shown.crn}/possible-duplicates", f"/cases/{shown.crn}/merge",
    ]  # fmt: skip
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        typed = text(answer).replace('value="quokka"', "").replace(f'value="{hidden.crn}"', "").replace(
            f'value="{gone.crn}"', "")  # fmt: skip
        typed = re.sub(r'href="(/cases/as-csv)?\?[^"]*"', "", typed)
        assert "quokka" not in typed.lower(), page
        assert hidden.crn not in typed and gone.crn not in typed, page
    assert "1 to 1 of 1" in text(client.get("/cases/")) or "of 2" not in text(client.get("/cases/"))
    absent = client.get("/cases/Z999999")
    for crn in (hidden.crn, gone.crn):
        refused = client.get(f"/cases/{crn}")
        assert (refused.status_code, refused.content) == (404, absent.content)
    answer = client.post(f"/cases/{shown.crn}/merge", {"crn": hidden.crn})
    unknown = client.post(f"/cases/{shown.crn}/merge", {"crn": "Z999999"})
    assert without_tokens(answer).replace(hidden.crn, "") == without_tokens(unknown).replace("Z999999", "")


def test_opening_and_listing_are_written_to_the_audit_trail(client, user, team):
    person = register(user, team)
    client.get("/cases/?q=obrien")
    listed = AuditEvent.objects.get(action="list person.view")
    assert listed.detail == {"crns": [person.crn]}
    client.get(f"/cases/{person.crn}")
    assert AuditEvent.objects.filter(action="open person.view", crn=person.crn, username=user.username).exists()


# The person's page


def test_the_head_of_every_page_shows_what_must_not_be_overlooked(client, user, team):
    today = timezone.localdate()
    person = register(user, team, "Young", "Person", today.replace(year=today.year - 17, day=1), language="cy",
                      interpreter="Polish")  # fmt: skip
    limit_access(crn=person.crn, kind="restriction", username=user.username, reason="x", by=user, at=timezone.now())
    for page in ("", "/change", "/sentences/new", "/limited-access"):
        body = text(client.get(f"/cases/{person.crn}{page}"))
        for flag in (
            "Access limited",
            "Under 18",
            "Write in Welsh",
            "Interpreter",
            "Polish",
            person.crn,
            "not allocated",
        ):
            assert flag in body, (page, flag)


def test_a_merged_records_page_leads_to_the_one_that_was_kept_and_says_so(client, user, team):
    keep, absorb = register(user, team, "Kept", "Name"), register(user, team, "Other", "Name")
    answer = client.post(
        f"/cases/{absorb.crn}/merge/{keep.crn}", {"keep": keep.crn, "reason": "Same fingerprint"}, follow=True
    )
    assert "The two records are one now" in text(answer) and "Same fingerprint" in text(answer)
    answer = client.get(f"/cases/{absorb.crn}", follow=True)
    assert answer.redirect_chain == [(f"/cases/{keep.crn}", 302)]
    assert f"{absorb.crn} was merged into this record, {keep.crn}" in text(answer)
    undo = re.search(r'href="(/cases/[A-Z0-9]+/merges/\d+/undo)"', text(answer))[1]
    assert absorb.crn in text(client.get(undo))
    client.post(undo)
    assert client.get(f"/cases/{absorb.crn}").status_code == 200
    assert client.get(undo).status_code == 404


def test_possible_duplicates_can_be_told_apart_from_the_persons_page(client, user, team):
    one, other = register(user, team), register(user, team)
    assert "One other record may be of this same person" in text(client.get(f"/cases/{one.crn}"))
    client.post(f"/cases/{one.crn}/possible-duplicates", {"other": other.crn})
    assert "may be of this same person" not in text(client.get(f"/cases/{one.crn}"))
    assert "may be of this same person" not in text(client.get(f"/cases/{other.crn}"))


def test_a_sentence_is_recorded_with_its_last_day_and_the_rules_are_told(client, user, team):
    person = register(user, team)
    page = text(client.get(f"/cases/{person.crn}/sentences/new"))
    assert "Sentencing Act 2020" in page and "a default of this service, not law" in page
    given = {"kind": "community", "court": "Leicester Magistrates’ Court", "sentence_date_day": "2",
             "sentence_date_month": "3", "sentence_date_year": "2026", "ordered_minutes_hours": "120",
             "ordered_minutes_minutes": "0", "intensive": "no"}  # fmt: skip
    answer = client.post(f"/cases/{person.crn}/sentences/new", given, follow=True)
    assert "1 March 2027" in text(answer) and "120h" in text(answer)
    over = client.post(f"/cases/{person.crn}/sentences/new", given | {"ordered_minutes_hours": "200",
                                                                       "runs": "consecutive"})  # fmt: skip
    assert "could be outstanding" in text(over) and "Error:" in text(over)
    requirement = person.sentences.get().requirements.get()
    left = {f"left_{requirement.pk}_hours": "100", f"left_{requirement.pk}_minutes": "0"}
    client.post(f"/cases/{person.crn}/sentences/new",
                given | left | {"ordered_minutes_hours": "200", "runs": "consecutive"})  # fmt: skip
    assert person.sentences.count() == 2


def test_the_courts_change_and_the_end_of_a_requirement_are_recorded(client, user, team):
    person = make_person(team)
    requirement = make_requirement(person)
    address = f"/cases/{person.crn}/requirements/{requirement.pk}"
    change = {"on_day": "1", "on_month": "4", "on_year": "2026", "effect": "removed", "minutes_hours": "10",
              "minutes_minutes": "30", "reason": "Time served"}  # fmt: skip
    assert "10h 30m removed" in text(client.post(f"{address}/court-change", change, follow=True))
    assert RequirementChange.objects.get().minutes == -630
    for wrong in ({"effect": "same"}, {"effect": "added", "minutes_hours": "", "minutes_minutes": ""}):
        assert "There is a problem" in text(client.post(f"{address}/court-change", change | wrong))
    end = f"/unpaid-work/people/{person.crn}/requirements/{requirement.pk}/end"
    assert end in client.get(f"/cases/{person.crn}").content.decode()
    ended = {"ended_as": "revoked", "ended_on_day": "1", "ended_on_month": "5", "ended_on_year": "2026"}
    assert "Revoked, 1 May 2026" in text(client.post(end, ended, follow=True))
    client.post(f"{address}/reopen")
    requirement.refresh_from_db()
    assert requirement.ended_on is None


def test_protected_characteristics_stand_on_their_own_page_only(client, user, team):
    person = make_person(team)
    client.post(f"/cases/{person.crn}/protected-characteristics", {"religion": "sikh", "ethnicity": "not_said"})
    assert ProtectedCharacteristics.objects.get(person=person).religion == "sikh"
    assert "monitoring only" in text(client.get(f"/cases/{person.crn}/protected-characteristics"))
    for page in ("", "/change", "/sentences/new"):
        assert "sikh" not in text(client.get(f"/cases/{person.crn}{page}")).lower()
    assert "sikh" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_two_people_are_kept_apart_until_it_ends_and_it_shows_on_both(client, user, team):
    one, other = register(user, team, "One", "Person"), register(user, team, "Other", "Someone")
    begins = {"from_date_day": "1", "from_date_month": "6", "from_date_year": "2026"}
    given = begins | {"crn": other.crn.lower(), "reason": "Co-defendants"}
    client.post(f"/cases/{other.crn}/keep-apart", given | {"crn": one.crn})
    for person in (one, other):
        assert "Co-defendants" in text(client.get(f"/cases/{person.crn}"))
    assert "apart on these days already" in text(client.post(f"/cases/{one.crn}/keep-apart", given))
    assert "Choose another person" in text(client.post(f"/cases/{one.crn}/keep-apart", given | {"crn": one.crn}))
    row = KeepApart.objects.get()
    client.post(f"/cases/{one.crn}/keep-apart/{row.pk}/end",
                {"to_date_day": "1", "to_date_month": "7", "to_date_year": "2026"})  # fmt: skip
    row.refresh_from_db()
    assert row.to_date == date(2026, 7, 1)


def test_limiting_access_keeps_a_user_out_from_then_on_and_ending_it_lets_them_in(client, user, team):
    person = make_person(team)
    colleague = make_user("practitioner", team)
    given = {"kind": "exclusion", "username": colleague.username.upper(), "reason": "Knows the family"}
    assert "No user signs in" in text(
        client.post(f"/cases/{person.crn}/limited-access", given | {"username": "nobody"})
    )
    client.post(f"/cases/{person.crn}/limited-access", given)
    limit = LimitedAccess.objects.get()
    assert limit.username == colleague.username.lower()
    assert "on the list already" in text(client.post(f"/cases/{person.crn}/limited-access", given))
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/cases/{person.crn}").status_code == 404
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.post(f"/cases/{person.crn}/limited-access/{limit.pk}/end", {"reason": "He moved away in May"})
    assert "He moved away in May" in text(client.get(f"/cases/{person.crn}/limited-access"))
    told = AuditEvent.objects.get(action="end limited access")
    assert told.detail == {}  # why is kept with the record, and goes with it
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/cases/{person.crn}").status_code == 200


def test_whoever_restricts_a_record_to_others_is_led_away_without_its_name(client, user, team):
    person = register(user, team, "Secret", "Quokka")
    given = {"kind": "restriction", "username": make_user("senior", team).username, "reason": "Staff member’s family"}
    answer = client.post(f"/cases/{person.crn}/limited-access", given, follow=True)
    assert answer.redirect_chain == [("/cases/", 302)]
    assert "Quokka" not in text(answer) and person.crn not in text(answer)


def test_another_persons_limits_merges_and_rows_are_not_reached_through_a_visible_one(client, user, team):
    elsewhere = make_team()
    foreign = register(make_user("senior", elsewhere), elsewhere)
    person = make_person(team)
    limit = limit_access(crn=foreign.crn, kind="exclusion", username=make_user().username, reason="x", by=user,
                         at=timezone.now())  # fmt: skip
    requirement = make_requirement(foreign)
    for path in (f"limited-access/{limit.pk}/end", f"requirements/{requirement.pk}/reopen"):
        assert client.get(f"/cases/{person.crn}/{path}").status_code == 404
        assert client.get(f"/cases/{foreign.crn}/{path}").status_code == 404


# How pages grow


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_ask_the_database_no_more_as_the_data_grow(client, user, team):
    staff = make_staff(team, grade="po")
    person = register(user, team, "First", "Person")

    def grow(number):
        for each in range(number):
            other = register(user, team, f"Other {each}", "Person")
            make_allocation(other, staff)
            make_requirement(person)
            keep_apart(people=(person, other), reason="x", from_date=date(2026, 1, 1), by=user, at=timezone.now())

    addresses = ["/cases/", "/cases/?q=person", f"/cases/{person.crn}", f"/cases/{person.crn}/limited-access"]
    grow(2)
    client.get("/cases/")  # the first page of a sign-in writes its session
    few = [queries(client, address) for address in addresses]
    grow(15)
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 40


def test_a_long_list_is_paged_and_sorted(client, user, team):
    for number in range(30):
        register(user, team, "Person", f"Number {number:02}", date(1990, 1, 1) + timedelta(days=number))
    first = text(client.get("/cases/"))
    assert "Number 00" in first and "Number 29" not in first
    assert "Number 29" in text(client.get("/cases/?page=2"))
    assert "Number 29" in text(client.get("/cases/?sort=-family_name"))
    assert "Number 29" in text(client.get("/cases/?sort=-date_of_birth"))
    assert client.get("/cases/?sort=password&page=x").status_code == 200
