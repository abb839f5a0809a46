"""Delivery models: which holds where, what those shipped owe, and those that the service adds, from draft to end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.views.pages import carried_out
from amends.contacts.forms.own_models import AgreeForm, EndModelForm, OwnModelForm, initial_model, initial_of
from amends.contacts.forms.places import model_words
from amends.contacts.models import OwnDeliveryModel
from amends.contacts.operations.own_models import (
    agree_own_model,
    discard_own_model,
    end_own_model,
    write_own_model,
)
from amends.contacts.operations.refused import ModelRefused
from amends.contacts.queries import own_models as queries
from amends.contacts.views import own_model_tables as tables
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import remit
from amends.organisation.roles import Permission as P
from amends.policy.delivery_models import models as shipped_models
from amends.policy.own_models import rules_of


@permission(P.CONTACT_VIEW)
def models(request: HttpRequest) -> HttpResponse:
    """The model that holds in each region today, those the service added, and what those shipped owe."""
    on = timezone.localdate()
    context = {"standing": tables.standing(queries.standing(queries.regions_of(request.user, P.CONTACT_VIEW), on)),
               "own": tables.own(queries.of_reader(request.user), on), "shipped": tables.shipped(),
               "may_write": access.allows(request.user, P.DELIVERY_MODEL_WRITE),
               "may_replay": access.allows(request.user, P.OUTCOMES_REPORT)}  # fmt: skip
    return render(request, "contacts/models.html", context)


@permission(P.CONTACT_VIEW)
def model(request: HttpRequest, pk: int) -> HttpResponse:
    """A model of the service's own: its rules, where it asks less than the one shipped, who wrote and agreed it."""
    found = access.load(queries.whole(), request.user, P.CONTACT_VIEW, pk=pk)
    on = timezone.localdate()
    less, other = queries.weaker(found), model_words(queries.shipped(found))
    draft, writes = found.agreed_at is None, access.allows(request.user, P.DELIVERY_MODEL_WRITE)
    agrees = remit(request.user, P.DELIVERY_MODEL_AGREE).covers(region=found.region)
    over = found.withdrawn_at or (found.to_date and found.to_date <= on)
    context = {"model": found, "facts": tables.facts(found, on), "rules": tables.rules(found),
               "less": tables.less(less, other), "asks_less": bool(less), "what_if": not over,
               "may_write": draft and writes, "own_draft": draft and found.written_by_id == request.user.pk,
               "may_agree": draft and agrees and found.written_by_id != request.user.pk,
               "may_end": not draft and agrees and not over}  # fmt: skip
    return render(request, "contacts/model.html", context)


@permission(P.DELIVERY_MODEL_WRITE)
def model_new(request: HttpRequest) -> HttpResponse:
    """Write a model, beginning with the rules of one that is shipped."""
    like = request.GET.get("like", "")
    like = like if like in shipped_models() else shipped_models()[-1]
    return _write(request, None, initial_of(rules_of(like)), _("Write a delivery model"), reverse("contacts:models"))


@permission(P.DELIVERY_MODEL_WRITE)
def model_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a model anew that is not agreed yet."""
    found = access.load(queries.whole(), request.user, P.DELIVERY_MODEL_WRITE, pk=pk)
    initial = initial_model(found) | initial_of(queries.as_model(found).rules)
    return _write(request, found, initial, _("Change the delivery model"), reverse("contacts:model", args=[pk]))


def _write(
    request: HttpRequest, found: OwnDeliveryModel | None, initial: dict[str, Any], heading: str, back: str
) -> HttpResponse:
    regions = queries.regions_of(request.user, P.DELIVERY_MODEL_WRITE)
    form = OwnModelForm(request.POST or None, regions=regions, initial=initial)
    written: list[OwnDeliveryModel] = []

    def act() -> None:
        try:
            written.append(write_own_model(draft=form.draft(), by=request.user, at=timezone.now(), model=found))
        except ModelRefused as refused:
            raise form.placed(refused) from None

    if request.method == "POST" and carried_out(form, act):
        messages.success(request, _("Written. A second person has to check and agree it before it holds."))
        return redirect("contacts:model", written[0].pk)
    return render(request, "contacts/model_write.html", {"form": form, "heading": heading, "back": back})


@permission(P.DELIVERY_MODEL_AGREE)
def model_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree a model that somebody else wrote."""
    found = _to_agree(request, pk)
    less = bool(queries.weaker(found))
    form = AgreeForm(request.POST if request.method == "POST" else None, less=less)
    if request.method == "POST" and carried_out(
        form, lambda: agree_own_model(model=found, why_less=form.cleaned_data.get("why_less", ""), by=request.user,
                                      at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Agreed."))
        return redirect("contacts:model", pk)
    intro = _("From its first day on it says what is owed in this region and tier. It is never changed, only ended.")
    return _form(request, found, form, _("Agree the delivery model"), intro=intro, submit_text=_("Agree it"))


@permission(P.DELIVERY_MODEL_AGREE)
def model_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreed model from a day to come on."""
    found = _to_agree(request, pk)
    form = EndModelForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: end_own_model(model=found, on=form.cleaned_data["on"], by=request.user, at=timezone.now())
    ):
        messages.success(request, _("From that day on the model shipped holds, or another that was agreed."))
        return redirect("contacts:model", pk)
    return _form(request, found, form, _("End the delivery model"), submit_text=_("End it"), warning=True)


@permission(P.DELIVERY_MODEL_WRITE)
def model_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a model that was never agreed."""
    found = access.load(queries.whole(), request.user, P.DELIVERY_MODEL_WRITE, pk=pk)
    form = AgreeForm(request.POST if request.method == "POST" else None, less=False)
    if request.method == "POST" and carried_out(
        form, lambda: discard_own_model(model=found, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Thrown away."))
        return redirect("contacts:models")
    return _form(request, found, form, _("Throw the draft away?"), submit_text=_("Throw it away"), warning=True)


def _to_agree(request: HttpRequest, pk: int) -> OwnDeliveryModel:
    """For who has the whole region, since a model holds for all of it."""
    theirs = remit(request.user, P.DELIVERY_MODEL_AGREE).all_regions()
    return access.load(queries.whole().filter(region__in=theirs), request.user, P.DELIVERY_MODEL_AGREE, pk=pk)


def _form(request: HttpRequest, found: OwnDeliveryModel, form: Any, heading: str, **more: Any) -> HttpResponse:
    context = {"form": form, "heading": heading, "caption": found.name,
               "cancel_href": reverse("contacts:model", args=[found.pk]), **more}  # fmt: skip
    return render(request, "design/form_page.html", context)
