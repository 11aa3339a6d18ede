"""The multiverse: its product, its fits, its test. The panel is synthetic."""

import numpy as np
import pandas as pd
import pytest

from copro.methods.multiverse import tables
from copro.methods.multiverse.curve import p_value, place, reading, run, whole
from copro.methods.multiverse.grid import Grid, names, one_name, specifications
from copro.methods.panel import fit_panel


def grid(scheme="swap", **changes):
    given = {
        "name": "g",
        "claims": {"c-one": "y", "c-two": "z"},
        "unit": "unit",
        "time": "time",
        "effect_unit": "unit",
        "scheme": scheme,
        "dimensions": [
            {
                "name": "Sample",
                "sets": "rows",
                "options": {"all": None, "large": "large", "no gap": "balanced"},
                "why": "-",
            },
            {
                "name": "Weights",
                "sets": "weights",
                "options": {"none": None, "size": "w"},
                "why": "-",
            },
            {
                "name": "Measured",
                "sets": "exposure",
                "options": {"x": "x", "before": "x0"},
                "why": "-",
            },
            {"name": "Effects", "sets": "effects", "options": {"year": ["time"]}, "why": "-"},
            {
                "name": "Estimator",
                "sets": "estimator",
                "options": {"two-way": "two-way", "first differences": "first differences"},
                "why": "-",
            },
            {"name": "Held", "sets": "controls", "options": {"none": [], "a": ["a"]}, "why": "-"},
            {
                "name": "Clusters",
                "sets": "cluster",
                "options": {"unit": "unit", "region": "region"},
                "why": "-",
            },
        ],
        "excluded": [{"when": {"Sample": ["large"], "Weights": ["size"]}, "why": "-"}],
    }
    return Grid(**(given | changes))


def panel(effect, gaps=()):
    """Synthetic: 40 units, 5 years; y depends on x by ``effect``, z not at all."""
    rng = np.random.default_rng(11)
    frame = pd.DataFrame(
        [(f"u{u:02}", t) for u in range(40) for t in range(2000, 2005)], columns=["unit", "time"]
    )
    number = frame["unit"].str[1:].astype(int)
    frame["x"], frame["x0"], frame["a"] = rng.normal(size=(3, len(frame)))
    frame["y"] = effect * frame["x"] + rng.normal(size=40)[number] + rng.normal(size=len(frame))
    frame["z"] = rng.normal(size=len(frame))
    frame = frame.assign(w=1.0 + number % 3, region=(number % 8).astype(str), large=number >= 10)
    frame.loc[list(gaps), "y"] = np.nan
    return frame


def test_the_product_without_what_is_excluded():
    rows = specifications(grid())
    assert (
        len(rows) == 96 - 16
        and not ((rows["Sample"] == "large") & (rows["Weights"] == "size")).any()
    )
    assert rows.iloc[0].tolist() == ["all", "none", "x", "year", "two-way", "none", "unit"]


def test_the_preferred_specification_cannot_be_excluded_nor_an_option_misnamed():
    with pytest.raises(ValueError, match="preferred"):
        specifications(grid(excluded=[{"when": {"Sample": ["all"]}, "why": "-"}]))
    with pytest.raises(ValueError, match="no option"):
        grid(excluded=[{"when": {"Sample": ["everything"]}, "why": "-"}])


def test_every_specification_is_the_fit_of_linearmodels():
    frame = panel(0.5, gaps=[7, 50])
    rows = run({"g": frame}, [grid()], permutations=2, seed=1)["c-one"].rows
    kept = frame.dropna(subset="y")
    full = kept.groupby("unit")["time"].transform("size") == 5
    samples = {"all": kept, "large": kept[kept["large"]], "no gap": kept[full]}
    for row in rows[rows["Weights"].eq("none") | rows["Estimator"].eq("two-way")].to_dict(
        "records"
    ):
        x, held = {"x": "x", "before": "x0"}[row["Measured"]], {"none": [], "a": ["a"]}[row["Held"]]
        data, columns = samples[row["Sample"]], [x, *held]
        options = dict(
            unit="unit",
            time="time",
            cluster={"unit": "unit", "region": "region"}[row["Clusters"]],
            weights={"none": None, "size": "w"}[row["Weights"]],
        )
        if row["Estimator"] == "first differences":
            step = data.groupby("unit")[["y", *columns]].diff()[
                data.groupby("unit")["time"].diff() == 1
            ]
            data = step.join(data[["unit", "time", "region"]])
            # linearmodels has no year effects beside first differences: differences, with dummies
            # for years.
            dummies = pd.get_dummies(data["time"], prefix="t", dtype=float).iloc[:, 1:]
            data, columns, options = (
                data.join(dummies),
                [*columns, *dummies],
                options | {"estimators": ("pooled",)},
            )
        found = fit_panel(data, "y", columns, **({"estimators": ("two-way",)} | options)).iloc[0]
        for name in ("estimate", "se", "low", "high", "p"):
            assert row[name] == pytest.approx(found[name], rel=1e-8), row
        assert (row["n"], row["clusters"]) == (found["n"], found["clusters"])


@pytest.mark.parametrize("scheme", ["swap", "mirror"])
def test_an_association_is_told_from_none(scheme):
    # Without the exposure of another year, which has no link to the outcome.
    dimensions = [d.model_dump() for d in grid().dimensions]
    dimensions[2]["options"] = {"x": "x"}
    curves = run({"g": panel(0.8)}, [grid(scheme, dimensions=dimensions)], permutations=99, seed=2)
    found, none = (curves[claim].summary() for claim in ("c-one", "c-two"))
    assert found["p_median"] == 0.01 and reading(found) == "robust"
    assert none["p_median"] > 0.05 and reading(none) != "robust"


def test_a_swapped_history_is_that_of_another_unit_and_a_mirrored_one_its_own():
    from copro.methods.multiverse.rows import as_arrays, shuffled

    frame = panel(0.0)
    arrays = as_arrays(frame)
    wide = frame.pivot(index="unit", columns="time", values="x").to_numpy()
    rows = np.arange(len(frame))
    swapped = shuffled(arrays, grid(), seed=1, draws=range(4))
    for draw in range(4):
        got = swapped.columns("x", rows)[:, draw].reshape(wide.shape)
        assert (got == wide[swapped.order[draw]]).all()
        assert sorted(swapped.order[draw]) == list(range(40))
    assert (swapped.order[0] == np.arange(40)).all() and (swapped.order[1] != np.arange(40)).any()
    mirrored = shuffled(arrays, grid("mirror"), seed=1, draws=range(4))
    plain = wide - wide.mean(axis=1, keepdims=True) - wide.mean(axis=0) + wide.mean()
    got = mirrored.columns("x", rows)[:, 2].reshape(wide.shape)
    assert got == pytest.approx(wide - plain + mirrored.signs[2][:, None] * plain)
    assert mirrored.columns("x", rows)[:, 0] == pytest.approx(frame["x"])


def test_histories_with_gaps_cannot_be_swapped():
    frame = panel(0.0)
    frame.loc[3, "x"] = np.nan
    with pytest.raises(ValueError, match="gaps"):
        run({"g": frame}, [grid()], permutations=2, seed=1)


def test_a_unit_year_that_stands_twice_is_an_error():
    frame = panel(0.0)
    with pytest.raises(ValueError, match="twice"):
        run({"g": pd.concat([frame, frame.head(1)])}, [grid()], permutations=2, seed=1)


def test_the_strongest_choice_is_the_one_that_matters():
    # y depends on x, not on the exposure of another year.
    curve = run({"g": panel(0.8)}, [grid()], permutations=1, seed=1)["c-one"]
    first = curve.strongest().iloc[0]
    assert (first["dimension"], first["option"]) == ("Measured", "before") and first["shift"] < -0.5
    rows = curve.rows.set_index(["Sample", "Weights", "Measured", "Estimator", "Held", "Clusters"])[
        "estimate"
    ]
    assert first["shift"] == pytest.approx(
        (rows.xs("before", level="Measured") - rows.xs("x", level="Measured")).median()
    )
    options = curve.by_option().set_index(["dimension", "option"])
    assert options.loc[("Weights", "size"), "pairs"] == 32, (
        "the sample that excludes these weights has no pair"
    )
    assert options["shift"].isna().sum() == 6 and "Effects" not in options.index.get_level_values(0)


def test_an_option_that_keeps_few_units_is_not_the_strongest():
    frame = panel(0.3)
    frame["large"] = frame["unit"].isin(sorted(frame["unit"].unique())[:6])
    frame.loc[frame["large"], "y"] += 3 * frame.loc[frame["large"], "x"]
    curve = run({"g": frame}, [grid()], permutations=1, seed=1)["c-one"]
    everything = curve.by_option().set_index("option")
    assert everything.loc["large", "shift"] == everything["shift"].max()
    assert "large" not in set(curve.strongest()["option"]) and everything.loc["large", "units"] == 6


def test_with_two_times_both_estimators_are_the_same():
    """Two-way effects and first differences give one estimate, one curve,
    and nearly one standard error.
    """
    frame = panel(0.4)
    frame = frame[frame["time"] >= 2003]
    dimensions = [d.model_dump() for d in grid().dimensions]
    dimensions[0]["options"] = {"all": None}
    curve = run({"g": frame}, [grid(dimensions=dimensions, excluded=[])], permutations=3, seed=1)[
        "c-one"
    ]
    both = curve.rows.set_index(["Weights", "Measured", "Held", "Clusters", "Estimator"])[
        ["estimate", "se"]
    ].unstack("Estimator")
    whole, differences = (
        both.xs(name, level="Estimator", axis=1) for name in ("two-way", "first differences")
    )
    assert whole["estimate"].to_numpy() == pytest.approx(
        differences["estimate"].to_numpy(), rel=1e-9
    )
    for held, regressors in (
        ("none", 1),
        ("a", 2),
    ):  # (N-1)/(N-K) for 80 rows and two years, 40 differences and a constant
        factor = np.sqrt(79 / (80 - regressors - 2) / (39 / (40 - regressors - 1)))
        part = whole["se"].xs(held, level="Held") / differences["se"].xs(held, level="Held")
        assert part.xs("unit", level="Clusters").to_numpy() == pytest.approx(factor, rel=1e-9)
    summary = curve.summary()
    assert (summary["n"], summary["fits"], summary["repeated"]) == (32, 16, 8), (
        "so one of the two must be left out of a grid"
    )


def test_a_specification_that_changes_nothing_is_found():
    frame = panel(0.3)
    found = run({"g": frame}, [grid()], permutations=1, seed=1)["c-one"].summary()
    assert found["fits"] == 40 and found["repeated"] == 16, (
        "without a gap in the data all units are those without a gap"
    )
    assert (
        run({"g": panel(0.3, gaps=[7])}, [grid()], permutations=1, seed=1)["c-one"].summary()[
            "repeated"
        ]
        == 0
    )


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({}, "robust"),
        ({"same_sign": 94.0}, "depends on choices"),
        ({"p_median": 0.05}, "direction only"),
    ],
)
def test_the_reading_follows_its_rule(changes, expected):
    summary = {"same_sign": 96.0, "p_median": 0.01}
    assert reading(summary | changes) == expected


@pytest.mark.parametrize(
    "preferred, lower, expected",
    [
        (0.1, 2.0, "below"),
        (0.3, 7.0, "low"),
        (0.5, 40.0, ""),
        (0.9, 93.0, "high"),
        (1.1, 99.0, "above"),
    ],
)
def test_an_estimate_with_few_beyond_it_is_at_the_edge(preferred, lower, expected):
    assert place({"preferred": preferred, "lower": lower, "low": 0.2, "high": 1.0}) == expected


@pytest.mark.parametrize(
    "percent, expected", [(100, 100), (99.84, 99), (62.3, 62), (0.2, 1), (0, 0)]
)
def test_all_and_none_are_said_of_all_and_none_only(percent, expected):
    assert whole(percent) == expected


@pytest.mark.parametrize(
    "p, permutations, expected",
    [
        (1 / 200, 199, "\u2264 0.005"),
        (2 / 200, 199, "= 0.010"),
        (1 / 100, 99, "\u2264 0.010"),
        (1 / 2000, 1999, "\u2264 0.0005"),
        (0.03, 1999, "= 0.0300"),
    ],
)
def test_the_floor_of_a_permutation_test_is_printed_as_a_limit(p, permutations, expected):
    assert p_value(p, permutations, "= ") == expected


def test_a_grid_is_stated_whole():
    columns = ("y", "z", "unit", "time", "large", "balanced", "w", "x", "x0", "a", "region")
    meanings = {column: f"<{column}>" for column in columns}
    size = tables.sizes([grid()], meanings).iloc[0]
    assert size.to_dict() == {
        "grid": "g",
        "outcome": "<y>; <z>",
        "unit": "<unit>",
        "product": "3 \u00d7 2 \u00d7 2 \u00d7 1 \u00d7 2 \u00d7 2 \u00d7 2",
        "all": 96,
        "excluded": 16,
        "n": 80,
    }
    rows = tables.options([grid(), grid(name="h", claims={"d": "z"})], meanings)
    assert len(rows) == 14 and set(rows["grid"]) == {"g; h"}, (
        "two grids with the same choices are stated once"
    )
    said = rows.set_index("option")["means"]
    assert (
        said["large"] == "<large>"
        and said["all"] == "all rows"
        and said["year"] == "<time>"
        and said["a"] == "<a>"
        and said["none"].tolist() == ["each row counts the same", "nothing"]
    )
    with pytest.raises(ValueError, match="column x0"):
        tables.options(
            [grid()], {column: words for column, words in meanings.items() if column != "x0"}
        )


def test_an_option_names_one_column_or_a_list_of_them():
    assert (one_name("year"), names(["year"]), names([])) == ("year", ["year"], [])
    with pytest.raises(TypeError, match=r"found the option \['year'\], expected one name"):
        one_name(["year"])
    with pytest.raises(TypeError, match="found the option 'year', expected a list of names"):
        names("year")
