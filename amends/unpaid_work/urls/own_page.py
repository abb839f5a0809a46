"""Addresses of a person's own page, and of the links to it."""

from django.urls import path

from amends.unpaid_work.views import own_page, own_page_links

urlpatterns = [
    path("people/<slug:crn>/own-page", own_page_links.own_page_links, name="own_page_links"),
    path("people/<slug:crn>/own-page/<int:pk>/withdraw", own_page_links.own_page_withdraw, name="own_page_withdraw"),
    path("yours/<int:pk>", own_page.own_page, name="own_page"),
    path("yours/<int:pk>/statement", own_page.own_statement, name="own_statement"),
    path("yours/<int:pk>/<str:token>", own_page.open_link, name="own_page_open"),
]
