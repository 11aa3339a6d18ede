"""Write api.md, the reference of all public names, from their docstrings.

python docs/make_api.py            # writes docs/api.md
python docs/make_api.py --print    # to standard output
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import configurational
from configurational import plots

# Modules in the order of an analysis, with their headings.
GROUPS = {
    "reading": "Reading",
    "examples": "Published data",
    "calibrate": "Calibration",
    "sets": "Cases",
    "truthtable": "Truth tables",
    "minimize": "Minimisation",
    "rows": "Minimisation",
    "solution": "Solutions",
    "necessity": "Necessity",
    "expressions": "Fit of expressions",
    "formula": "Fit of expressions",
    "fit": "Parameters of fit",
    "esa": "Enhanced standard analysis",
    "theory": "Theory evaluation",
    "fiss": "Core and peripheral conditions",
    "robustness": "Robustness",
    "clusters": "Clusters",
    "selection": "Choice of cases",
    "printing": "Printing",
    "sheets": "Printing",
    "plots": "Charts (`from configurational import plots`)",
    "serialise": "For JSON",
    "errors": "Errors",
}


def public() -> Iterator[tuple[str, str, object]]:
    """(module, name, object) of everything that users call."""
    for module, names in (
        (configurational, vars(configurational)),
        (plots, ("xy", "venn", "truth_table_dots", "ranges")),
    ):
        for name in names:
            thing = getattr(module, name)
            if not name.startswith("_") and not inspect.ismodule(thing):
                home = getattr(thing, "__module__", "") or ""
                yield home.removeprefix("configurational.") or "configurational", name, thing


def group(module: str) -> str:
    """Heading under which a module stands."""
    return next((title for key, title in GROUPS.items() if module.startswith(key)), "Lists")


def signature(name: str, thing: object) -> str:
    """Call with the names of the arguments and their defaults."""
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return name
    try:
        parameters = inspect.signature(thing).parameters.values()
    except (TypeError, ValueError):
        return name
    words = [
        p.name if p.default is p.empty else f"{p.name}={p.default!r}"
        for p in parameters
        if p.name != "self"
    ]
    return f"{name}({', '.join(words)})"


def entry(name: str, thing: object) -> str:
    """Heading and docstring."""
    plain = not (callable(thing) or inspect.isclass(thing))
    text = (
        f"`{type(thing).__name__}`: " + ", ".join(map(str, thing))
        if plain
        else inspect.getdoc(thing) or ""
    )
    return f"### `{name if plain else signature(name, thing)}`\n\n{markdown(text)}".rstrip()


def markdown(text: str) -> str:
    """A numpydoc docstring as Markdown: sections in bold, their content as it stands."""
    summary, *rest = re.split(r"^(\w[\w ]*)\n-{3,}$", text, flags=re.M)
    parts = [summary.strip()]
    for title, body in zip(rest[::2], rest[1::2]):
        parts.append(f"**{title}**\n\n```text\n{body.strip(chr(10)).rstrip()}\n```")
    return "\n\n".join(parts)


def page() -> str:
    """The whole reference."""
    entries: dict[str, list[str]] = {title: [] for title in [*GROUPS.values(), "Lists"]}
    for module, name, thing in public():
        entries[group(module)].append(entry(name, thing))
    body = "\n\n".join(
        f"## {title}\n\n" + "\n\n".join(sorted(lines)) for title, lines in entries.items() if lines
    )
    return (
        "# Python reference\n\nWritten by `docs/make_api.py` from the docstrings; "
        "`import configurational as qca`."
        f"\n\n{body}\n"
    )


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(page())
    else:
        (Path(__file__).parent / "api.md").write_text(page(), encoding="utf-8")
