"""What a supervisor's phone asks for besides pages: its key, sending what waits, and what makes it installable."""

import json

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from amends.organisation.access_matrix import permission, public
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.site import as_uuid
from amends.unpaid_work.queries.site_phone import key_for, owner_of
from amends.unpaid_work.views.site_sending import Sending, Unreadable
from amends.unpaid_work.views.site_shell import manifest_data, shell_files, shell_version

P = Permission.REGISTER_RECORD


@permission(P)
def phone(request):
    """Who is signed in, the time, and the key under which this user's register is kept in this browser."""
    device = as_uuid(request.GET.get("device"))
    told = {"owner": owner_of(request.user), "now": _milliseconds(timezone.now()), "csrf": get_token(request)}
    return JsonResponse(told | ({"key": key_for(request.user, device)} if device else {}))


@permission(P)
@require_POST
def send(request):
    """Take the events that waited on a phone, in their order: what became of each."""
    at = timezone.now()
    try:
        sending = Sending(request.user, request.body, at)
    except Unreadable as wrong:
        return JsonResponse({"told": str(wrong)}, status=400)
    if sending.owner != owner_of(request.user):
        return JsonResponse({"owner": owner_of(request.user)}, status=409)
    return JsonResponse({"answers": sending.answers(), "now": _milliseconds(at)})


@public
@cache_control(no_cache=True)
def shell(request):
    """The page without anything in it, which a phone fills from what it keeps."""
    return render(request, "unpaid_work/site/shell.html")


@public
@cache_control(no_cache=True)
def worker(request):
    """The worker that answers without a signal. It keeps the empty page and its styles and scripts, nothing else."""
    context = {"files": json.dumps(shell_files()), "version": shell_version()}
    answer = render(request, "unpaid_work/site/worker.js", context, content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/unpaid-work/site"
    return answer


@public
@cache_control(max_age=3600)
def manifest(request):
    """What makes the pages installable on a phone."""
    return HttpResponse(json.dumps(manifest_data()), content_type="application/manifest+json")


def _milliseconds(at) -> int:
    return round(at.timestamp() * 1000)
