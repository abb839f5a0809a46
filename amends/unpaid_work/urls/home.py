"""Addresses of work at home and of the kits of home projects."""

from django.urls import path

from amends.unpaid_work.views import home

urlpatterns = [
    path("people/<slug:crn>/home", home.home, name="home"),
    path("people/<slug:crn>/requirements/<int:pk>/home", home.ask, name="home_ask"),
    path("people/<slug:crn>/home/<int:pk>/decide", home.decide, name="home_decide"),
    path("people/<slug:crn>/home/<int:pk>/send", home.send, name="home_send"),
    path("people/<slug:crn>/home/kits/<int:pk>/back", home.back, name="home_back"),
    path("people/<slug:crn>/home/kits/<int:pk>/inspect", home.inspect, name="home_inspect"),
    path("projects/<int:pk>/kits", home.kits, name="project_kits"),
    path("projects/<int:pk>/kits/new", home.kit_new, name="project_kit_new"),
    path("kits/<int:pk>/retire", home.kit_retire, name="kit_retire"),
]
