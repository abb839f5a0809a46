"""Addresses of registers and stand-downs."""

from django.urls import path

from amends.unpaid_work.views import registers, stand_downs

urlpatterns = [
    path("registers", registers.registers, name="registers"),
    path("sessions/<int:pk>/register", registers.session_register, name="register"),
    path("bookings/<int:pk>/correct", registers.correct, name="correct_outcome"),
    path("stand-downs", stand_downs.stand_downs, name="stand_downs"),
    path("stand-downs.csv", stand_downs.stand_downs, name="stand_downs_csv"),
    path("sessions/<int:pk>/stand-down", stand_downs.stand_down_session, name="stand_down"),
    path("stand-downs/<int:pk>", stand_downs.stand_down_page, name="stand_down_page"),
    path("stand-downs/people/<int:pk>/offer", stand_downs.offer, name="offer_place"),
]
