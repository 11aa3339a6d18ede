"""Germany: what links with members of sports clubs show in town and in the country, in words."""

import pandas as pd

from copro.english import listed
from copro.measures.germany.associations import DRAWING, MEMBERS
from copro.methods import equivalence as eq


def places_told(rows: pd.DataFrame) -> dict[str, str]:
    """What ``links`` of members of sports clubs show in town and in the country: ``found``, for a
    title, and ``told``, as sentences. A direction is named where its interval leaves out zero.
    """
    found, told = [], []
    for group, where in (
        ("Urban Kreise and cities", "in towns"),
        ("Rural Kreise", "in the country"),
    ):
        part = rows[(rows["group"] == group) & (rows["measure"] == MEMBERS)]
        clear = part[part["low"].gt(0) | part["high"].lt(0)]
        how = [
            f"{'more' if row.low > 0 else 'fewer'} {{}}{DRAWING[row.care]}"
            for row in clear.itertuples()
        ]
        if how:
            found.append(f"{listed(one.format('') for one in how)} {where}")
            sized = [
                f"{one.format('people ')} ({abs(size):.1f} points)"
                for one, size in zip(how, clear["estimate"])
            ]
            little = (
                ""
                if clear["reading"].isin([eq.MORE, eq.LESS]).all()
                else ", which may be too little to matter"
            )
            told.append(f"{where.capitalize()} more members go with {listed(sized)}{little}.")
        elif (part["reading"] == eq.EQUIVALENT).all():
            found.append(f"too small a link {where}")
            told.append(f"{where.capitalize()} all three links are too small to matter.")
        else:
            found.append(f"no clear link {where}")
            told.append(f"{where.capitalize()} no link has a clear direction.")
    return {"found": "; ".join(found), "told": " ".join(told)}
