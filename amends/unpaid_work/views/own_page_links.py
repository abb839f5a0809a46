"""The links to a person's own page: making one, the list of them, and withdrawing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.bilingual import words
from amends.design.components import Column, Link, Table
from amends.design.words import date_and_time, day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.links import withdraw_link
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.own_page import OwnPageLinkForm
from amends.unpaid_work.forms.projects import ConfirmForm
from amends.unpaid_work.models import OwnPageLink
from amends.unpaid_work.operations.own_page import OPEN_FOR, make_own_page_link
from amends.unpaid_work.queries import own_page as queries
from amends.unpaid_work.queries.person import people

ISSUE = Permission.OWN_PAGE_ISSUE


@permission(ISSUE)
def own_page_links(request: HttpRequest, crn: str) -> HttpResponse:
    """The links of a person, and a form for another; a new one is shown once, with words to send it with."""
    person = access.load(people(), request.user, ISSUE, crn=crn)
    form = OwnPageLinkForm(request.POST if request.method == "POST" else None, initial={"language": person.language})
    if form.is_bound and form.is_valid():
        try:
            link, token = make_own_page_link(person=person, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            address = request.build_absolute_uri(reverse("unpaid_work:own_page_open", args=[link.pk, token]))
            context = {"person": person, "text": _text(link, address), "link": link}
            return render(request, "unpaid_work/own_page/made.html", context)
    now = timezone.now()
    context = {"person": person, "form": form, "table": _table(queries.links_of(person), now),
               "minutes": int(OPEN_FOR.total_seconds()) // 60,
               "back": reverse("unpaid_work:person", args=[crn])}  # fmt: skip
    return render(request, "unpaid_work/own_page/links.html", context)


@permission(ISSUE)
def own_page_withdraw(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Let a link, or the page it opened, be of no use from now on."""
    link = access.load(queries.links(), request.user, ISSUE, pk=pk, person__crn=crn)
    back = reverse("unpaid_work:own_page_links", args=[crn])
    if request.method == "POST":
        withdraw_link(link, by=request.user, at=timezone.now())
        messages.success(request, _("The link is withdrawn"))
        return redirect(back)
    context = {"form": ConfirmForm(), "heading": _("Withdraw the link"), "caption": link.person.name, "back": back,
               "intro": _("It opens nothing from now on. A page it opened closes."), "warning": True,
               "submit_text": _("Withdraw it"), "cancel_href": back}  # fmt: skip
    return render(request, "design/form_page.html", context)


def _text(link: OwnPageLink, address: str) -> str:
    """What to send or read out, in the language of the page, with neither name nor what it is about."""
    said = words("own_page_message", link.language)
    return f"{said['open']}\n{address}\n{said['once']}"


def _table(found, now) -> Table:
    rows = [
        [date_and_time(link.issued_at), link.issued_by.name, link.get_language_display(), _standing(link, now),
         Link(_("Withdraw"), reverse("unpaid_work:own_page_withdraw", args=[link.person.crn, link.pk]),
              _("the link of %(day)s") % {"day": date_and_time(link.issued_at)}) if _is_live(link, now) else ""]
        for link in found
    ]  # fmt: skip
    columns = [Column(_("Made"), row_header=True), Column(_("By")), Column(_("Language")), Column(_("Standing")),
               Column(_("Action"), hidden=True)]  # fmt: skip
    return Table(_("Links made so far"), columns, rows, caption_size="m", empty=_("No link was made."), stacked=True)


def _is_live(link: OwnPageLink, now) -> bool:
    standing = link.standing(now)
    in_use = standing == OwnPageLink.Standing.USED and now < link.used_at + OPEN_FOR
    return standing == OwnPageLink.Standing.WAITING or in_use


def _standing(link: OwnPageLink, now) -> str:
    standing = link.standing(now)
    if standing == OwnPageLink.Standing.WAITING:
        return _("Not opened yet; runs out on %(day)s") % {"day": day(link.expires_at)}
    if standing == OwnPageLink.Standing.USED:
        return _("Opened on %(day)s") % {"day": date_and_time(link.used_at)}
    return str(standing.label)
