"""A region's staff, offices and users, and which of them each address is about."""

from datetime import date

from django.contrib.auth.tokens import default_token_generator as links

from amends.organisation.models import (
    Absence,
    Office,
    Qualification,
    RegionTier,
    RoleGrant,
    StaffQualification,
)
from tests.house.routes import about, listed

KWARGS = {
    **about(
        "organisation", "staff_member record_absence staff_history record_qualification",
        code="staff.code",
    ),
    **about("organisation", "change_staff", code="staff.code", fixed={"subject": "post"}),
    **about("organisation", "end_absence remove_absence", code="staff.code", pk="absence.pk"),
    **about("organisation", "end_qualification remove_qualification", code="staff.code", pk="held.pk"),
    **about("organisation", "change_team", code="team.code"),
    **about("organisation", "change_office", code="office.code"),
    **about("organisation", "record_tier", code="team.pdu.region.code"),
    **about("organisation", "take_back_tier", code="team.pdu.region.code", pk="tier.pk"),
    **about("organisation", "user let_in grant_role issue_password_link", pk="user.pk"),
    **about("organisation", "choose_password", pk="user.pk", token="password_token"),
    **about("organisation", "end_grant", pk="user.pk", grant="grant.pk"),
}  # fmt: skip
NO_RECORD = listed(
    "organisation",
    "staff regions roles users create_user audit create_staff teams create_team offices create_office",
)
NOT_ABOUT_PEOPLE = set(KWARGS)


def records(place) -> dict[str, object]:
    """One of each."""
    team, staff = place.team, place.staff
    first_aid, _made = Qualification.objects.get_or_create(code="first-aid", defaults={"name": "First aid at work"})
    return {
        "absence": Absence.objects.create(staff=staff, kind="leave", from_date=date(2026, 8, 1)),
        "held": StaffQualification.objects.create(staff=staff, qualification=first_aid, from_date=date(2025, 1, 1)),
        "office": Office.objects.create(pdu=team.pdu, code=f"office-{team.code}", name="Bridge House"),
        "tier": RegionTier.objects.create(region=team.pdu.region, tier="open", from_date=date(2022, 4, 1)),
        "password_token": links.make_token(place.user),
        "grant": RoleGrant.objects.filter(user=place.user).get(),
    }
