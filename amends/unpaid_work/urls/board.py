"""Addresses of the week board and its sessions."""

from django.urls import path

from amends.unpaid_work.views import board, bookings, sessions

urlpatterns = [
    path("board", board.boards, name="boards"),
    path("board/<slug:code>/<str:monday>", board.board, name="board"),
    path("board/<slug:code>/<str:monday>/open", board.open_one, name="session_open"),
    path("sessions/<int:pk>", sessions.session, name="session"),
    path("sessions/<int:pk>/people", sessions.add_people, name="session_people"),
    path("sessions/<int:pk>/supervisor", sessions.supervisor, name="session_supervisor"),
    path("sessions/<int:pk>/places", sessions.places, name="session_places"),
    path("sessions/<int:pk>/call-off", sessions.call_off, name="session_call_off"),
    path("people/<slug:crn>/offer", bookings.offer, name="offer"),
    path("bookings/<int:pk>/move", bookings.move, name="booking_move"),
    path("bookings/<int:pk>/cancel", bookings.cancel, name="booking_cancel"),
]
