"""The database reckons the chance of turning someone away as the planner does, and as counting every case does."""

from itertools import product
from math import prod

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.methods.planning.overbooking import chance_turned_away
from amends.methods.planning.travel import kilometres

pytestmark = pytest.mark.django_db
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
CHANCE = st.floats(0, 1, exclude_min=True, allow_subnormal=False)


def in_the_database(chances, places):
    with connection.cursor() as cursor:
        cursor.execute("SELECT unpaid_work_chance_turned_away(%s::float8[], %s)", [chances, places])
        return cursor.fetchone()[0]


@QUIET
@given(chances=st.lists(CHANCE, max_size=40), places=st.integers(0, 45))
def test_it_agrees_with_the_planner_to_1e_12(chances, places):
    assert in_the_database(chances, places) == pytest.approx(chance_turned_away(chances, places), abs=1e-12)


@QUIET
@given(chances=st.lists(CHANCE, max_size=8), places=st.integers(0, 9))
def test_it_agrees_with_every_case_counted(chances, places):
    cases = product((False, True), repeat=len(chances))
    expected = sum(
        prod(chance if comes else 1 - chance for chance, comes in zip(chances, case, strict=True))
        for case in cases
        if sum(case) > places
    )
    assert in_the_database(chances, places) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("chances", "places", "expected"),
    [([], 0, 0), ([1.0], 0, 1), ([1.0], 1, 0), ([0.5, 0.5], 1, 0.25), ([1.0] * 30, 29, 1), ([1e-300], 0, 0)],
)
def test_it_is_exact_where_one_can_say_so(chances, places, expected):
    assert in_the_database(chances, places) == expected


@QUIET
@given(*[st.floats(49, 59), st.floats(-8, 2)] * 2)
def test_distances_agree_with_the_planners(lat_a, lon_a, lat_b, lon_b):
    import numpy as np

    with connection.cursor() as cursor:
        cursor.execute("SELECT unpaid_work_kilometres(%s, %s, %s, %s)", [lat_a, lon_a, lat_b, lon_b])
        (found,) = cursor.fetchone()
    expected = kilometres(*(np.array([value]) for value in (lat_a, lon_a, lat_b, lon_b)))[0]
    assert found == pytest.approx(expected, abs=1e-6)
