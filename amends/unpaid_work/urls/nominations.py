"""Addresses of work that the public nominates."""

from django.urls import path

from amends.unpaid_work.views import nominate, nominations

urlpatterns = [
    path("nominate", nominate.nominate, name="nominate"),
    path("nominate/received", nominate.received, name="nominate_received"),
    path("nominations", nominations.nominations, name="nominations"),
    path("nominations.csv", nominations.nominations, name="nominations_csv"),
    path("nominations/<int:pk>", nominations.nomination, name="nomination"),
    path("nominations/<int:pk>/acknowledge", nominations.acknowledge, name="nomination_acknowledge"),
    path("nominations/<int:pk>/accept", nominations.accept, name="nomination_accept"),
    path("nominations/<int:pk>/decline", nominations.decline, name="nomination_decline"),
    path("nominations/<int:pk>/letters/<int:letter>.pdf", nominations.letter, name="nomination_letter"),
]
