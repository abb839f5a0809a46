"""A package as the demonstration writes it."""

import csv

from demo.writing import Package


def test_a_place_on_the_meridian_is_written_as_people_write_numbers(tmp_path):
    with Package(tmp_path) as package:
        package.add("addresses", crn="A100001", lat=51.5, lon=-0.00008)
    (row,) = csv.DictReader((tmp_path / "addresses.csv").open(encoding="utf-8"))
    assert (row["lat"], row["lon"]) == ("51.5", "-0.00008")
