"""The grids of a multiverse as tables, so that a reader can compute every specification anew."""

from math import prod

import pandas as pd

from copro.methods.multiverse.grid import Grid, Option, one_name, specifications

ESTIMATOR = {
    "two-way": 'unit effects, and effects of the groups under "Compared with"',
    "first differences": (
        "change since the time before in the sample, with effects of the "
        'groups under "Compared with"'
    ),
    "pooled": 'all rows, with effects of the groups under "Compared with"',
    "between": (
        'means of each unit over the times, with effects of the groups under "Compared with"'
    ),
}
EMPTY = {
    "rows": "all rows",
    "weights": "each row counts the same",
    "controls": "nothing",
    "effects": "one constant",
}


def sizes(grids: list[Grid], meanings: dict[str, str]) -> pd.DataFrame:
    """A row for each grid: grid, outcome and unit (whose effects are swept out) in words, product
    (options of each choice, multiplied), all, excluded, n (specifications of each outcome).

    >>> from copro.methods.multiverse.example import grid
    >>> words = {"y": "beds", "unit": "municipality"}
    >>> sizes([grid()], words)[["outcome", "product", "n"]]
      outcome            product  n
    0    beds  1 × 2 × 1 × 1 × 1  2
    """
    rows = []
    for grid in grids:
        counts = [len(d.options) for d in grid.dimensions]
        left = len(specifications(grid))
        rows.append(
            {
                "grid": grid.name,
                "outcome": "; ".join(_words(list(grid.claims.values()), meanings)),
                "unit": _words([grid.effect_unit], meanings)[0],
                "product": " \N{MULTIPLICATION SIGN} ".join(map(str, counts)),
                "all": prod(counts),
                "excluded": prod(counts) - left,
                "n": left,
            }
        )
    return pd.DataFrame(rows)


def options(grids: list[Grid], meanings: dict[str, str]) -> pd.DataFrame:
    """A row for each option of each choice: grid, choice, option, means (in words), why
    (first option only).

    ``meanings`` says in words what each column of the panels is. Grids with the same choices share
    their rows, and their names are joined. Raises ``ValueError`` for a column without a meaning.

    >>> from copro.methods.multiverse.example import grid
    >>> words = {"x": "share", "size": "inhabitants", "year": "year", "unit": "place"}
    >>> options([grid()], words)[["choice", "option", "means"]]
              choice   option                                              means
    0          share     aged                                              share
    1  held constant  nothing                                            nothing
    2                    size                                        inhabitants
    3  compared with     year                                               year
    4          model  two-way  unit effects, and effects of the groups under ...
    5         errors     unit                                              place
    """
    shared: dict[str, list[Grid]] = {}
    for grid in grids:
        shared.setdefault(repr(grid.dimensions), []).append(grid)
    rows = []
    for alike in shared.values():
        for d in alike[0].dimensions:
            rows += [
                {
                    "grid": "; ".join(g.name for g in alike),
                    "choice": d.name if first == 0 else "",
                    "option": label,
                    "means": _means(d.sets, value, meanings),
                    "why": d.why if first == 0 else "",
                }
                for first, (label, value) in enumerate(d.options.items())
            ]
    return pd.DataFrame(rows)


def _means(sets: str, value: Option, meanings: dict[str, str]) -> str:
    if not value:
        return EMPTY[sets]
    if sets == "estimator":
        return ESTIMATOR[one_name(value)]
    words = _words([value] if isinstance(value, str) else value, meanings)
    return (", in each " if sets == "effects" else "; ").join(words)


def _words(columns: list[str], meanings: dict[str, str]) -> list[str]:
    unknown = [column for column in columns if column not in meanings]
    if unknown:
        raise ValueError(f"no meaning is given for the column {', '.join(unknown)}")
    return [meanings[column] for column in columns]
