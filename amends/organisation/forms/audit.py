"""What narrows the audit trail."""

from django.utils.translation import gettext_lazy as _

from amends.design import forms


class AuditFilter(forms.Form):
    crn = forms.TextField(label=_("CRN"), required=False, max_length=10, width=10)
    username = forms.TextField(label=_("Username"), required=False, max_length=150)
    outcome = forms.SelectField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("Any")), ("allowed", _("Allowed")), ("refused", _("Refused"))],
    )
    until = forms.DateField(label=_("On or before"), required=False)
