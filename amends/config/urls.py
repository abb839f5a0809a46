"""Every address of the service, by room."""

from django.conf import settings
from django.urls import include, path

handler400 = "amends.design.views.bad_request"
handler403 = "amends.design.views.forbidden"
handler404 = "amends.design.views.not_found"
handler500 = "amends.design.views.server_error"

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("account/", include("allauth.socialaccount.urls")),
    path("account/oidc/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("organisation/", include("amends.organisation.urls")),
    path("cases/", include("amends.cases.urls")),
    path("contacts/", include("amends.contacts.urls")),
    path("unpaid-work/", include("amends.unpaid_work.urls")),
    path("enforcement/", include("amends.enforcement.urls")),
    path("exchange/", include("amends.exchange.urls")),
    path("", include("amends.desk.urls")),
]
if settings.AMENDS_DEMO:
    urlpatterns.append(path("patterns/", include("amends.design.urls")))
