"""Addresses that lead from the book to its makers, as far as ``_config.yml`` names them.

They stand under ``sphinx: config: copro_links``. What has no address there is on no page.
"""

from copro.errors import Expected
from copro.paths import ROOT

# In the order of the pages; `report` may hold {page}, the page that an error is reported for.
NAMES = ("repository", "doi", "contact", "report")


class LinksError(Expected):
    """An address of the book under a name that no page shows."""


def configured() -> dict[str, str]:
    """What ``_config.yml`` names, as whole addresses; raises ``LinksError``."""
    import yaml

    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    return whole(config["sphinx"]["config"].get("copro_links") or {})


def whole(given: dict[str, str | None]) -> dict[str, str]:
    """The addresses that are named, as a browser follows them; raises ``LinksError``.

    >>> whole({"contact": "office@example.org", "doi": "10.5281/zenodo.1", "repository": ""})
    {'doi': 'https://doi.org/10.5281/zenodo.1', 'contact': 'mailto:office@example.org'}
    """
    if unknown := set(given) - set(NAMES):
        raise LinksError(
            f"_config.yml: copro_links has {', '.join(sorted(unknown))}; "
            f"what pages show is {', '.join(NAMES)}"
        )
    return {name: _address(name, text) for name in NAMES if (text := (given.get(name) or ""))}


def _address(name: str, text: str) -> str:
    if "://" in text or text.startswith("mailto:"):
        return text
    if "@" in text:
        return f"mailto:{text}"
    if name == "doi":
        return f"https://doi.org/{text}"
    raise LinksError(f"_config.yml: copro_links: {name}: {text!r} is no whole address")
