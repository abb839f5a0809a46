"""The Django application of the look."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Named in settings before django-allauth, so that its pages take their look from here."""

    name = "amends.design"
    label = "design"
