"""Users, the roles they are granted, and the links by which they choose a password.

Whoever manages users does so within their remit: over the places where they may, and for nobody whose roles go further.
What is done on the service's own machines, an import or a command, is recorded as done by an account that nobody can
sign in to (it is not active), and is not held to a remit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator as links
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import PDU, Region, RoleGrant, Staff, Team, User
from amends.organisation.operations.refusal import Refused
from amends.organisation.remit import remit
from amends.organisation.roles import ROLES, Permission
from amends.organisation.sign_in import as_compared

_AT_ONCE = 2_000


@dataclass(frozen=True)
class UserDraft:
    """Someone who may sign in. Made without a password: one is set, or single sign-on used, later."""

    username: str
    given_names: str = ""
    family_name: str = ""
    staff: Staff | None = None


@dataclass(frozen=True)
class GrantDraft:
    """A role over one of region, unit and team; over the whole service where all three are None."""

    user: User
    role: str
    from_date: date
    region: Region | None = None
    pdu: PDU | None = None
    team: Team | None = None
    to_date: date | None = None


@transaction.atomic
def create_users(drafts: Sequence[UserDraft], *, by, at: datetime) -> list[User]:
    """Make users. Raises Refused, nothing made, where a name to sign in with (whatever its case) or staff is taken.

    And where staff are out of remit; who is no member of staff is made by whoever manages users everywhere.
    """
    names = [draft.username.lower() for draft in drafts]
    staff = [draft.staff.pk for draft in drafts if draft.staff]
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)} & set(names)
    placed = set(User.objects.filter(staff_id__in=staff).values_list("staff_id", flat=True))
    for number, (draft, name) in enumerate(zip(drafts, names, strict=True), start=1):
        if name in taken:
            raise Refused(_("%(name)s is taken") % {"name": name}, number=number, field="username")
        if by.is_active and not remit(by, Permission.USER_MANAGE).covers(team=draft.staff and draft.staff.team):
            raise Refused(_("Give the staff number of somebody whose users you manage"), number=number, field="staff")
        if draft.staff and draft.staff.pk in placed:
            raise Refused(_("This member of staff has a user already"), number=number, field="staff")
        taken.add(name)
        if draft.staff:
            placed.add(draft.staff.pk)
    rows = User.objects.bulk_create(
        (
            User(username=name, first_name=draft.given_names, last_name=draft.family_name, staff=draft.staff,
                 password=make_password(None), date_joined=at)
            for draft, name in zip(drafts, names, strict=True)
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip
    audit.record_many(by, "create user", ((f"organisation.user {row.pk}", "", {"user": row.username}) for row in rows))
    return rows


@transaction.atomic
def close_user(*, user: User, reason: str, by, at: datetime) -> User:
    """Let somebody sign in no longer: what they have open ends with their next page, whatever roles they hold.

    Raises Refused without a reason, where it is oneself, and for somebody whose roles go further than one's remit.
    """
    return _let_in(user, False, "close user", reason, by, at)


@transaction.atomic
def reopen_user(*, user: User, reason: str, by, at: datetime) -> User:
    """Let somebody whose account was closed sign in again. Raises Refused like `close_user`."""
    return _let_in(user, True, "reopen user", reason, by, at)


def _let_in(user: User, active: bool, action: str, reason: str, by, at: datetime) -> User:
    if not reason.strip():
        raise Refused(_("Say why"), field="reason")
    if user.pk == by.pk:
        raise Refused(_("Nobody closes or opens their own account: ask another administrator"))
    _refuse_further_than(by, user, at)
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(by, action, f"organisation.user {user.pk}", detail={"user": user.username, "reason": reason.strip()})
    return user


def console_user() -> User:
    """Whom what is done by a command is recorded as done by: nobody can sign in as this user."""
    names = {"first_name": "Command", "last_name": "on the machine"}
    user, _made = User.objects.get_or_create(
        username="amends.console", defaults=names | {"is_active": False, "password": make_password(None)}
    )
    return user


def _refuse_further_than(by, user: User, at: datetime) -> None:
    """Raise Refused where a role of the user, now or to come, is over a place out of remit of `by`."""
    if not by.is_active:
        return
    within = remit(by, Permission.USER_MANAGE)
    standing = user.grants.filter(Q(to_date__isnull=True) | Q(to_date__gt=localdate(at)))
    for grant in standing.select_related("region", "pdu", "team__pdu"):
        if not within.covers(region=grant.region, pdu=grant.pdu, team=grant.team):
            raise Refused(_("Their roles go further than the places whose users you manage: ask who manages those"))


@transaction.atomic
def issue_password_link(*, user: User, by, at: datetime) -> str:
    """The token of a link by which the user chooses a password: once, within a day, until another is issued.

    The password they had works no longer, and what they have open ends. Raises Refused for oneself, for a closed
    account, and for somebody whose roles go further than one's remit: whoever holds the link can be that user.
    """
    if user.pk == by.pk:
        raise Refused(_("Change your own password by the page for it"))
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise Refused(_("The account is closed; open it first"))
    _refuse_further_than(by, user, at)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record(by, "issue password link", f"organisation.user {user.pk}", detail={"user": user.username})
    return links.make_token(user)


@transaction.atomic
def choose_password(*, user: User, token: str, password: str, by, at: datetime) -> User:
    """Set the password that the user chose by a link; earlier failures to sign in are forgotten.

    Raises Refused where the link was used meanwhile, or has run out.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not (user.is_active and links.check_token(user, token)):
        raise Refused(_("The link works no longer; ask for another"))
    user.set_password(password)
    user.save(update_fields=["password"])
    forget_failures(username=as_compared(user.username))
    audit.record(by, "choose password", f"organisation.user {user.pk}", detail={"user": user.username})
    return user


@transaction.atomic
def grant_roles(drafts: Sequence[GrantDraft], *, by, at: datetime) -> list[RoleGrant]:
    """Grant roles. Raises Refused where a role is not known, one grant is over more than one place or one out of remit,
    or it is to oneself.

    Nobody gives themselves a role: whoever manages users sees no cases, and could else open them all.
    """
    for number, draft in enumerate(drafts, start=1):
        if draft.user.pk == by.pk:
            raise Refused(_("Nobody grants a role to themselves: ask another administrator"), number=number)
        if draft.role not in ROLES:
            raise Refused(_("Select the role"), number=number, field="role")
        if sum(place is not None for place in (draft.region, draft.pdu, draft.team)) > 1:
            raise Refused(_("A role is over one region, unit or team"), number=number, field="region")
        if by.is_active and not remit(by, Permission.USER_MANAGE).covers(
            region=draft.region, pdu=draft.pdu, team=draft.team
        ):
            words = _("You can grant roles over the places whose users you manage, and no further")
            raise Refused(words, number=number, field="place")
        if draft.to_date is not None and draft.to_date <= draft.from_date:
            raise Refused(_("The grant must end after it begins"), number=number, field="to_date")
    rows = RoleGrant.objects.bulk_create((RoleGrant(**vars(draft)) for draft in drafts), batch_size=_AT_ONCE)
    audit.record_many(
        by, "grant role",
        ((f"organisation.user {row.user_id}", "", {"role": row.role, "grant": row.pk}) for row in rows),
    )  # fmt: skip
    return rows


@transaction.atomic
def end_grant(*, grant: RoleGrant, to_date: date, by, at: datetime) -> RoleGrant:
    """End a role: `to_date` is the first day without it.

    Raises Refused where it would end before it begins, or is over a place out of remit.
    """
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if not remit(by, Permission.USER_MANAGE).covers(region=grant.region, pdu=grant.pdu, team=grant.team):
        raise Refused(_("This role is over a place whose users you do not manage: ask who does"))
    if to_date <= grant.from_date:
        raise Refused(_("The role must end after it began"), field="to_date")
    grant.to_date = to_date
    grant.save()
    detail = {"role": grant.role, "grant": grant.pk, "to": to_date.isoformat()}
    audit.record(by, "end role", f"organisation.user {grant.user_id}", detail=detail)
    return grant
