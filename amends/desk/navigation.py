"""The links across the top: what a reader's roles open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.design import bilingual
from amends.organisation import access
from amends.organisation.roles import ROLES, Permission

_LINKS = [
    (_("Today"), "desk:home", Permission.HOME_VIEW),
    (_("People"), "cases:people", Permission.PERSON_VIEW),
    (_("Court reports"), "cases:court_reports", Permission.COURT_REPORT_RECORD),
    (_("Contact due"), "contacts:caseload", Permission.CONTACT_VIEW),
    (_("Workload"), "cases:workload", Permission.WORKLOAD_VIEW),
    (_("Week board"), "unpaid_work:boards", Permission.SESSION_VIEW),
    (_("Watched"), "unpaid_work:monitors", Permission.PROJECT_VIEW),
    (_("Registers"), "unpaid_work:registers", Permission.REGISTER_RECORD),
    (_("Stand-downs"), "unpaid_work:stand_downs", Permission.SESSION_VIEW),
    (_("Attendance"), "unpaid_work:attendance", Permission.ATTENDANCE_VIEW),
    (_("Capacity"), "unpaid_work:capacity", Permission.CAPACITY_VIEW),
    (_("Monthly report"), "unpaid_work:monthly_report", Permission.BOARD_REPORT_VIEW),
    (_("Nominations"), "unpaid_work:nominations", Permission.NOMINATION_DECIDE),
    (_("Consultation"), "unpaid_work:consultations", Permission.CONSULTATION_RECORD),
    (_("Exit interviews"), "unpaid_work:exit_interviews", Permission.ATTENDANCE_VIEW),
    (_("Course results"), "unpaid_work:ete_results", Permission.HOURS_ADJUST),
    (_("Enforcement"), "enforcement:due", Permission.ENFORCEMENT_VIEW),
    (_("Enforcement decisions"), "enforcement:decisions", Permission.ENFORCEMENT_REPORT),
    (_("Outcomes"), "unpaid_work:outcomes", Permission.OUTCOMES_REPORT),
    (_("Diversity"), "unpaid_work:diversity", Permission.OUTCOMES_REPORT),
    (_("Out at court"), "unpaid_work:court_returns", Permission.COURT_RETURN),
    (_("Transfers"), "unpaid_work:transfers", Permission.CASE_TRANSFER),
    (_("Projects"), "unpaid_work:projects", Permission.PROJECT_VIEW),
    (_("Requests for what is held"), "cases:subject_accesses", Permission.SUBJECT_ACCESS_RECORD),
    (_("Records come due"), "cases:retention", Permission.RECORD_KEEP),
    (_("Staff"), "organisation:staff", Permission.STAFF_VIEW),
    (_("Users"), "organisation:users", Permission.USER_MANAGE),
    (_("Audit"), "organisation:audit", Permission.AUDIT_VIEW),
]

# What belongs under a link though its address does not begin with the link's.
_ALSO = {
    "contacts:caseload": ("/contacts/",),
    "cases:workload": ("/cases/audits", "/cases/supervision", "/contacts/left-behind", "/contacts/releases"),
    "organisation:staff": ("/organisation/teams", "/organisation/offices", "/organisation/regions"),
}
_ABOUT = [
    "unpaid_work:nominate", "unpaid_work:capacity_public", "desk:accessibility", "desk:privacy", "desk:about_figures",
]  # fmt: skip


def about() -> list[dict[str, str]]:
    """The links at the foot of every page: `href`, `text`, and the same in `welsh`."""
    english, welsh = (bilingual.words("frame", language) for language in (bilingual.ENGLISH, bilingual.WELSH))
    keys = [(name, name.partition(":")[2]) for name in _ABOUT]
    return [{"href": reverse(name), "text": english[key], "welsh": welsh[key]} for name, key in keys]


def navigation(user, path: str) -> list[dict[str, object]]:
    """The `text`, `href` and `current` of each link the user may follow; the longest address that fits is current."""
    links = [(text, name, reverse(name)) for text, name, permission in _LINKS if access.allows(user, permission)]
    fitting = [
        (len(begins), href) for _text, name, href in links for begins in (href, *_ALSO.get(name, ()))
        if path == begins or (begins != "/" and path.startswith(begins))
    ]  # fmt: skip
    here = max(fitting, default=(0, None))[1]
    return [{"text": text, "href": href, "current": href == here} for text, _name, href in links]


def role_titles(user) -> str:
    """The user's roles in words, for the header."""
    return ", ".join(dict.fromkeys(ROLES[grant.role].title for grant in access.grants_of(user) if grant.role in ROLES))
