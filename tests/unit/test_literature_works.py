"""Literature: facts of the tables, and the counting rules on small frames.

Every frame built here is synthetic: the works in it do not exist.
"""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.literature import gaps, in_words, works as lit


@pytest.fixture(scope="module")
def works():
    return load("literature/works")


@pytest.fixture(scope="module")
def first():
    return load("literature/coding_first")


@pytest.fixture(scope="module")
def second():
    return load("literature/coding_second")


@pytest.fixture(scope="module")
def themes():
    return load("literature/outcome_themes")


def coding(**columns):
    """Synthetic coding of works a, b, c, ..."""
    size = len(next(iter(columns.values())))
    return pd.DataFrame({"key": list("abcdefgh"[:size]), **columns})


def marks(**named):
    """Synthetic theme marks: ``pass_1={"a": "innovation"}``; every work stands in both passes."""
    keys = sorted({key for part in named.values() for key in part})
    return pd.DataFrame(
        [
            {
                "key": key,
                "coder": coder,
                **{t: t in named[coder].get(key, "").split(";") for t in gaps.THEMES},
            }
            for coder in ("pass_1", "pass_2")
            for key in keys
        ]
    )


# The tables


def test_the_set_is_as_its_readme_says(works, first):
    table = lit.reading_table(works, first).set_index("reading")
    assert table.loc["all works"].tolist() == [267, 205, 62, 195, 140]
    assert table["works_n"].tolist() == [127, 124, 10, 6, 267]
    assert table.loc["reference list only", "coded_n"] == 0


def test_second_pass_covers_the_findings_of_the_first_and_themes_those_of_the_first_set(
    first, second, themes
):
    keys = set(lit.findings(first)["key"])
    later = set(lit.entered(load("literature/candidates"))["key"])
    assert len(keys) == 140 and keys == set(second["key"]) and keys - later == set(themes["key"])
    assert themes.groupby("coder")["key"].nunique().tolist() == [103, 103]


@pytest.mark.parametrize("column", list(lit.NAMES))
def test_every_code_of_both_passes_has_words(first, second, column):
    for part in (first, second):
        assert set(lit.labels(part, column)["key"]) == set(part.dropna(subset=column)["key"])


def test_every_work_is_earlier_shown_or_undated(works, first):
    every = lit.with_record(first, works)
    for year in (1970, 2000):
        counts = lit.dating(every, year)
        assert counts.sum() == 195 and counts["undated"] == 24
        assert len(lit.since(every, year)) == counts["shown"] + counts["undated"]
    assert lit.dating(every, 2000)["earlier"] == 9


def test_british_works_of_the_two_passes_are_one_country(first, second):
    assert len(lit.labels(first, "countries").query("label == 'United Kingdom'")) == 6
    assert len(lit.labels(second, "countries").query("label == 'United Kingdom'")) == 3


def test_works_on_the_same_data_stand_in_the_set(works, first):
    assert set(lit.SAME_DATA) | set(lit.SAME_DATA.values()) <= set(first["key"])
    assert lit.studies(lit.findings(first)["key"]).nunique() == 136


def test_gaps_of_the_focus_fields(first, second, themes):
    for part in (lit.findings(first), second):
        empty = gaps.empty_cells(gaps.grid(themes, lit.labels(part, "policy_field")))
        assert "innovation" in gaps.empty_themes(empty, "elderly care")
        assert gaps.empty_themes(empty, "drugs, mental health") == "unintended effects"


def test_sums_of_themes_equal_the_table(themes):
    agreement = gaps.theme_agreement(themes).set_index("theme")
    for coder, only in (("pass_1", "first_only_n"), ("pass_2", "second_only_n")):
        marked = themes[themes["coder"] == coder][list(gaps.THEMES)].sum()
        assert (agreement["both_n"] + agreement[only]).tolist() == marked.tolist()


# The rules (synthetic frames)


def test_a_cell_is_split_and_a_label_counts_once_per_work():
    tally = lit.counts(
        lit.labels(coding(countries=["UK; GB;NO", "NO", None]), "countries")
    ).set_index("label")
    assert tally["works_n"].to_dict() == {"Norway": 2, "United Kingdom": 1}
    assert tally["share_pct"].tolist() == [100, 50]  # of the works with a country; sum over 100


def test_an_unknown_code_is_named_with_its_work():
    with pytest.raises(ValueError, match="policy_field of b: found 'elderly'"):
        lit.labels(coding(policy_field=["health", "elderly"]), "policy_field")


def test_a_coded_work_without_record_is_named():
    records = pd.DataFrame(
        {c: ["a"] for c in ("key", "authors", "year", "title", "status", "verification_level")}
    )
    with pytest.raises(ValueError, match="without a record: b"):
        lit.with_record(coding(method=["survey", "survey"]), records)


def test_lumped_labels_count_once_per_work():
    long = lit.lump(
        lit.labels(coding(countries=["FR;CZ;NO", "NL"]), "countries"), ["Norway"], "other"
    )
    assert lit.counts(long).set_index("label")["works_n"].to_dict() == {"other": 2, "Norway": 1}


def test_comparison_has_zeros_and_an_order():
    one, two = (
        lit.labels(coding(method=m), "method") for m in (["report", "survey", "survey"], ["QCA"])
    )
    out = lit.compare({"one": one, "two": two}, last=("survey",))
    assert out["label"].tolist() == ["report", "QCA", "survey"] * 2
    assert out["works_n"].tolist() == [1, 0, 2, 0, 1, 0]


def test_same_labels_in_another_order_agree_and_an_empty_cell_differs():
    one = coding(policy_field=["health;general", "health", None, None])
    two = coding(policy_field=["general;health", "general", "health", None])
    assert lit.label_agreement(one, two, "policy_field").tolist() == [True, False, False, True]


def test_gaps_keep_zeros_and_count_shared_data_once():
    twins = ["parrado_etal_2013", "bovaird_etal_2014"]
    fields = pd.DataFrame({"key": [*twins, "a"], "label": ["health", "health", "education"]})
    seen = marks(
        pass_1={**dict.fromkeys(twins, "empowerment"), "a": "innovation"}, pass_2={"a": ""}
    )
    grid = gaps.grid(seen, fields).set_index(["coder", "label", "theme"])
    assert len(grid) == 2 * 9 * 5
    assert grid.loc[("pass_1", "health", "empowerment"), "studies_n"] == 1
    assert grid.loc[("pass_2", "health", "empowerment"), "studies_n"] == 0
    assert grid.loc[("pass_1", "health", "empowerment"), "row"] == "health (1)"
    empty = gaps.empty_cells(grid.reset_index())
    assert len(empty) == 45 - 2  # a cell filled in one pass only is not empty
    assert gaps.empty_themes(empty, "education") == (
        "empowerment, accountability, cost-effectiveness and unintended effects"
    )


def test_empty_themes_of_a_full_field_are_none():
    full = marks(pass_1={"a": ";".join(gaps.THEMES)}, pass_2={})
    grid = gaps.grid(full, pd.DataFrame({"key": ["a"], "label": ["health"]}))
    assert gaps.empty_themes(gaps.empty_cells(grid), "health") == "none"


def test_agreement_and_shared_marks_are_two_things():
    seen = marks(pass_1={"a": "innovation", "b": "", "c": "", "d": ""}, pass_2={"b": "innovation"})
    row = gaps.theme_agreement(seen).set_index("theme").loc["innovation"]
    assert (row["agreement_pct"], row["shared_pct"]) == (50, 0)
    assert pd.isna(
        gaps.theme_agreement(seen).set_index("theme").loc["accountability", "shared_pct"]
    )


def test_studies_of_a_field_and_country():
    frame = coding(
        policy_field=["elderly_ltc;health", "elderly_ltc", "health"],
        countries=["NO;DK", None, "NO"],
    )
    assert lit.field_studies(frame, "elderly care") == {"a", "b"}
    assert lit.field_studies(frame, "elderly care", "Norway") == {"a"}


def test_focus_works_tell_both_from_one_pass():
    frame = coding(
        policy_field=["elderly_ltc", "elderly_ltc"],
        countries=["NO", None],
        year=[2019.0, None],
        authors=["Aa, B.; Cc, D.; Ee, F.", "(authors not shown)"],
        title=["T", "U"],
    )
    seen = marks(pass_1={"a": "innovation;accountability", "b": ""}, pass_2={"a": "innovation"})
    rows = gaps.focus_works(frame, seen, ["elderly care"]).to_dict("records")
    assert rows[0] == {
        "field": "elderly care",
        "work": "Aa and others (2019)",
        "country": "Norway",
        "both": "innovation",
        "one": "accountability",
    }
    assert (
        rows[1]["work"] == "U (n.d.)"
        and rows[1]["both"] == "none"
        and rows[1]["country"] == "not stated"
    )


def test_depth_leaves_nothing_out():
    records = pd.DataFrame({"key": list("abcd"), "year": [2001.0, 2001.0, None, 2003.0]})
    passes = coding(result_read=["yes", "no"])
    assert lit.depth(records, passes).tolist() == [
        "coded, finding read",
        "coded, no finding read",
        "not coded",
        "not coded",
    ]


def test_a_work_without_a_title_is_named_by_its_subject_and_no_placeholder_is_shown():
    works = load("literature/works")
    names = [
        lit.short_name(*row) for row in works[["authors", "year", "title"]].itertuples(index=False)
    ]
    assert (
        "Work on: institutional theory of citizen coproduction (n.d.)" in names
        and "Lilleeng (2017)" in names
    )
    assert not [
        name for name in names if "not shown" in name or "not noted" in name or "no year" in name
    ]


def test_a_cut_by_year_is_named_only_where_it_leaves_works_out(works, first):
    frame = lit.with_record(first, works)
    assert frame["year"].min() == 1978 and lit.within(frame, 1978) == ""
    assert lit.within(frame, 1979) == " (1979 or later, or undated)"
    assert len(lit.since(frame, 2005)) == 183 and frame["year"].isna().sum() == 24


def test_empty_themes_become_a_sentence():
    assert gaps.unreported(
        {"elderly care": "innovation", "drugs": "innovation and accountability"}
    ) == (
        "No study of elderly care reports on innovation; no study of drugs reports on "
        "innovation or accountability"
    )
    assert gaps.unreported({"health": "none"}) == "Studies of health report on every outcome"


def test_gaps_of_both_passes_stand_in_one_row_with_the_focus_on_top():
    seen = marks(pass_1={"a": "innovation", "b": ""}, pass_2={"a": "innovation", "b": "innovation"})
    fields = pd.DataFrame(
        {"key": ["a", "b", "b"], "label": ["elderly care", "services in general", "health"]}
    )
    rows = gaps.rows(gaps.grid(seen, fields), ("elderly care",), "services in general")
    order = list(dict.fromkeys(rows["label"]))
    assert order[:2] == ["elderly care", "health"] and order[-1] == "services in general"
    cells = rows.set_index(["label", "theme"])[["first_n", "second_n"]]
    assert cells.loc[("health", "innovation")].tolist() == [0, 1]
    assert len(rows) == len(lit.NAMES["policy_field"]) * len(gaps.THEMES)


def test_rare_labels_are_one_and_a_work_counts_once_under_it():
    long = pd.DataFrame({"key": list("abcc"), "label": ["survey", "survey", "QCA", "report"]})
    lumped, rare = lit.lump_rare({"one": long, "two": long.iloc[:3]}, 2, "others")
    assert rare == ["QCA", "report"]
    assert lit.counts(lumped["one"]).set_index("label")["works_n"].to_dict() == {
        "survey": 2,
        "others": 1,
    }


@pytest.mark.parametrize(
    "counts, said",
    [
        ((4, 7), "The second pass files 4 of the 7 works there that only the first places in"),
        ((0, 7), "The second pass files none of the 7 works there"),
        ((0, 0), "The first pass alone places no work in elderly care."),
    ],
)
def test_works_that_move_are_said_in_words(counts, said):
    assert in_words.moved_in_words(*counts).startswith(said)


def test_works_that_are_not_coded_are_counted_by_field():
    candidates = load("literature/candidates")
    out = lit.outside(candidates)
    assert len(lit.entered(candidates)) + len(out) == 70
    few = lit.by_field(out, "elderly care", "drugs, mental health")
    assert few.to_dict() == {"elderly care": 9, "drugs, mental health": 9, "other fields": 15}
    assert len(lit.entry_ratings(candidates)) == 67
