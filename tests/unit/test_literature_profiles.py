"""Literature profiles: facts of the tables, and the counting rules on small made-up frames."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.literature import profiles as prof, works as lit


@pytest.fixture(scope="module")
def passes():
    works = load("literature/works")
    first, second = (
        lit.with_record(load(f"literature/coding_{name}"), works) for name in ("first", "second")
    )
    return {"pass 1": first, "pass 2": second}


def coding(**columns):
    """Made-up coding of works a, b, c, ..."""
    size = len(next(iter(columns.values())))
    return pd.DataFrame({"key": list("abcdefgh"[:size]), **columns})


# The tables


def test_every_label_has_a_place_in_the_scheme():
    for column, words in prof.SCHEME.items():
        assert set(words) == set(lit.NAMES[column].values())


def test_few_studies_of_the_second_pass_can_be_placed(passes):
    read = {name: lit.findings(part) for name, part in passes.items()}
    assert (
        prof.combinations(read["pass 1"])["study"].nunique() == 109
    )  # four more works repeat the data of another
    assert prof.combinations(read["pass 2"])["study"].nunique() == 59
    assert (
        prof.combinations(passes["pass 2"])["study"].nunique() == 61
    )  # two of them without a result of its own


def test_profiles_of_the_three_countries_count_what_each_pass_read(passes):
    read = {name: lit.findings(part) for name, part in passes.items()}
    table = (
        prof.profiles(passes, read, ["Norway", "Germany", "Denmark"])
        .set_index("label")
        .drop(columns="group")
    )
    assert table.loc["coded in this pass"].tolist() == [49, 36, 24, 19, 37, 28]
    assert table.loc["result or argument read in this pass"].tolist() == [35, 35, 19, 16, 28, 27]
    assert table.loc["services in general"].tolist()[2:] == [10, 9, 13, 13]
    assert (
        table.loc["survey"].tolist() == [11, 8, 5, 1, 11, 7]
        and table.loc["elderly care", "Norway, pass 1"] == 15
    )


def test_no_field_or_method_has_more_works_than_the_pass_read(passes):
    read = {name: lit.findings(part) for name, part in passes.items()}
    table = prof.profiles(passes, read, ["Norway", "Germany", "Denmark"]).set_index(
        ["group", "label"]
    )
    base = table.loc["Works", "result or argument read in this pass"]
    assert (table.loc[["Policy field", "Method"]] <= base).all(axis=None)
    # Agger and Tortzen (2015), a Danish work on services in general, shows a result in the first
    # pass only.
    second = passes["pass 2"].set_index("key").loc["agger_tortzen_2015"]
    assert (
        second["result_read"] == "no"
        and "DK" in second["countries"]
        and "general" in second["policy_field"]
    )


def test_the_list_holds_every_reading_once(passes):
    rows = prof.listing(passes)
    assert rows["reading"].value_counts().to_dict() == {"pass 1": 195, "pass 2": 140}
    assert rows.notna().all(axis=None) and rows.loc[rows["reading"] == "pass 1", "work"].is_unique


# The rules (made-up frames)


def test_a_combination_needs_all_three_codes_and_counts_a_study_once():
    frame = coding(
        stage=["planning;design", None, "delivery"],
        actor=["users", "users", "citizens;users"],
        level=["individual;organisation", "group", "collective"],
    )
    rows = prof.combinations(frame)
    assert set(rows["study"]) == {"a", "c"}
    assert len(rows[rows["study"] == "a"]) == 2  # planning and design are one column
    assert prof.early(rows, "users", "organisations") == {"a"}
    assert prof.early(rows, "users", "people") == {"a"}  # the same study, at both levels
    assert prof.early(rows, "citizens", "people") == set()  # at delivery
    twins = frame.assign(key=["a", "parrado_etal_2013", "bovaird_etal_2014"], stage="delivery")
    assert set(prof.combinations(twins)["study"]) == {"a", "parrado_etal_2013"}


def test_stated_codes_by_study():
    frame = coding(stage=["planning;delivery", None, "delivery"])
    assert prof.stated(frame, "stage") == {"a", "c"} and prof.stated(
        frame, "stage", "planning"
    ) == {"a"}


def test_a_profile_keeps_zeros_and_what_is_not_stated():
    frame = coding(
        countries=["NO;DE", "NO"],
        policy_field=["health", None],
        method=["survey", "QCA"],
        result_read=["yes", "no"],
    )
    table = prof.profiles({"pass 1": frame}, {"pass 1": frame}, ["Norway", "Germany"]).set_index(
        ["group", "label"]
    )
    norway = table["Norway, pass 1"]
    assert norway["Works"].tolist() == [2, 1]
    assert (norway["Policy field", "health"], norway["Policy field", "not stated"]) == (1, 1)
    assert norway["Method", "report"] == 0 and table["Germany, pass 1"]["Method", "QCA"] == 0


def test_stages_count_a_study_once_for_each_of_its_stages_in_each_pass():
    one, two = coding(stage=["planning;delivery", "delivery"]), coding(stage=[None, "planning"])
    table = prof.stages({"one": one, "two": two}).set_index("stage")
    assert table.loc["delivery"].tolist() == [2, 0] and table.loc["planning"].tolist() == [1, 1]
    assert list(table.index) == list(prof.STAGES) and table.loc["assessment"].sum() == 0


def test_the_list_joins_labels_and_keeps_readings_of_a_work_together():
    one = coding(
        countries=["NO;DK", None],
        policy_field=["health", "health"],
        method=["survey", None],
        year=[2001.0, None],
        result_read=["yes", "no"],
        authors=["Bb, C.", "(authors not shown)"],
        title=["T", "A title"],
    )
    rows = prof.listing({"pass 1": one, "pass 2": one[one["key"] == "a"]})
    assert rows["work"].tolist() == ["A title (n.d.)", "Bb (2001): T", "Bb (2001): T"]
    assert rows["reading"].tolist() == ["pass 1", "pass 1", "pass 2"]
    assert rows["countries"].tolist() == ["not stated", "Norway; Denmark", "Norway; Denmark"]
