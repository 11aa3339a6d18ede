"""The countries that the chapters set side by side: their codes and names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """A country by its codes (ISO 3166) and its name.

    >>> GERMANY.iso3, GERMANY.iso2, GERMANY.name
    ('DEU', 'DE', 'Germany')
    """

    iso3: str
    iso2: str
    name: str


NORWAY = Country("NOR", "NO", "Norway")
GERMANY = Country("DEU", "DE", "Germany")
DENMARK = Country("DNK", "DK", "Denmark")
SWEDEN = Country("SWE", "SE", "Sweden")
