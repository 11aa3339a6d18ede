"""Facts of the compendium's own tables: coded literature and cases, counts from the minutes of the
Storting, the Bundestag and the Folketing, from party programmes and from written questions."""

import re

import pandas as pd
import pytest

from copro.data import path

FACTORS = ["laws_regulations", "formalisation", "resource_dependency"]
WELFARE = [
    "elderly_care",
    "drug_care",
    "children_youth",
    "health",
    "social_services",
    "integration_immigrants",
]
NOT_CORE = ["voluntariness_ambiguous", "other_sense"]


def counts(column):
    return lambda t: t[column].value_counts().to_dict()


def complete(t):
    return t[t["complete"]]


FACTS = {
    "works": ("literature/works", counts("status"), {"verified": 205, "partial": 62}),
    "how works were seen": (
        "literature/works",
        counts("verification_level"),
        {"fulltext": 127, "record": 124, "listing": 10, "reference": 6},
    ),
    "first pass": ("literature/coding_first", counts("result_read"), {"yes": 140, "no": 55}),
    "second pass, page read": (
        "literature/coding_second",
        counts("read_on_other_page"),
        {"no": 114, "instead": 20, "in_addition": 6},
    ),
    "themes": ("literature/outcome_themes", counts("coder"), {"pass_1": 103, "pass_2": 103}),
    "outcomes, first pass": (
        "literature/outcomes_first",
        counts("read"),
        {"abstract": 98, "opening": 16, "record_only": 8},
    ),
    "outcomes, second pass": (
        "literature/outcomes_second",
        counts("read"),
        {"abstract": 92, "opening": 20, "record_only": 9, "not_found": 1},
    ),
    "candidates": (
        "literature/candidates",
        counts("entry"),
        {"entered": 37, "no_cooperation": 27, "passes_disagree": 3, "not_found": 3},
    ),
    "Storting, 57.4 million tokens": (
        "discourse/coverage_storting",
        lambda t: t[["n_tokens_speech", "n_speech_turns"]].sum().tolist(),
        [57_373_174, 211_789],
    ),
    "Storting, first and last day": (
        "discourse/coverage_storting",
        lambda t: [str(t["first_date"].min().date()), str(t["last_date"].max().date())],
        ["1998-10-20", "2016-02-11"],
    ),
    "Bundestag, sittings": ("discourse/coverage_bundestag", len, 943),
    "Bundestag, 55.5 million tokens": (
        "discourse/coverage_bundestag",
        lambda t: t[["n_tokens_speech", "n_speeches"]].sum().tolist(),
        [55_467_992, 112_165],
    ),
    "74 programmes": (
        "discourse/programme_documents",
        counts("country"),
        {"DEU": 39, "NOR": 25, "DNK": 10},
    ),
    "written questions": (
        "discourse/written_questions_storting",
        counts("parl_session"),
        {"2019-2020": 34, "2020-2021": 24},
    ),
    "Folketing, matching speeches": ("discourse/speeches_folketing", len, 142),
    "Folketing, words and co-creation before and from 2015": (
        "discourse/folketing_meetings_1990_2021",
        lambda t: (
            t.groupby(t["date"].dt.year >= 2015)[["n_tokens", "cocreation_read"]]
            .sum()
            .values.tolist()
        ),
        [[125_234_909, 0], [36_708_572, 14]],
    ),
    "Folketing, each use read": (
        "discourse/folketing_cocreation_hits_1990_2021",
        counts("reading"),
        {
            "co-creation": 14,
            "column-break artefact (not a hit)": 2,
            "joint manufacture (not co-production)": 1,
            "joint production of electricity and heat (not co-production)": 46,
        },
    ),
    "Folketing, first use of samskabelse": (
        "discourse/folketing_cocreation_hits_1990_2021",
        lambda t: str(t.loc[t["reading"] == "co-creation", "date"].min().date()),
        "2015-03-27",
    ),
    "questions in the Storting": (
        "discourse/storting_questions_1996_2015",
        lambda t: (
            t[["n_questions", "samskaping", "samproduksjon", "frivillig_org", "ideell"]]
            .sum()
            .tolist()
        ),
        [32_315, 0, 0, 166, 110],
    ),
    "titles of cases of the Storting": (
        "discourse/storting_case_titles_2021_2025",
        lambda t: [
            t.groupby("source")["titles_n"].sum().tolist(),
            int(t[["samskaping_titles_n", "samproduksjon_titles_n"]].sum().sum()),
        ],
        [[614, 1669], 0],
    ),
    "hits": ("discourse/hits", len, 31_829),
    "co-production read by hand": (
        "discourse/coproduction_hits_hand_coded",
        counts("is_welfare_coproduction"),
        {0: 8, 1: 7},
    ),
    "dictionary": (
        "discourse/term_dictionary",
        counts("kind"),
        {"term": 37, "policy_field": 27, "frame": 15},
    ),
    **{
        f"cases by {column}": ("cases/cases", counts(column), expected)
        for column, expected in {
            "country": {"DEU": 49, "NOR": 45, "DNK": 17, "SWE": 5},
            "policy_field": {
                "social_work": 30,
                "drug_mental_health": 23,
                "elderly_ltc": 22,
                "integration": 18,
                "other": 9,
                "children_youth": 7,
                "culture_leisure": 4,
                "health": 3,
            },
            "source_type": {"study": 56, "official_document": 45, "press": 9, "own_text": 6},
            "confidence": {"medium": 79, "low": 27, "high": 10},
            "coproduction_type": {
                "delivery": 56,
                "several": 24,
                "co_governance": 21,
                "co_management": 9,
            },
            "coordination_model": {
                "voluntary_organisation": 41,
                "joint": 30,
                "municipality": 14,
                "volunteer_centre": 9,
            },
            "local_discretion": {"high": 48, "some": 23, "little": 7},
            "formalisation": {"high": 47, "limited": 32, "none": 2},
            "resource_dependency": {
                "vo_on_municipality": 31,
                "mutual": 26,
                "municipality_on_vo": 7,
                "little": 4,
            },
            "professional_dominance": {"low": 4, "high": 3},
            "coproduction_level": {"medium": 48, "high": 19, "low": 17},
            "perceived_outcome": {"positive": 23, "mixed": 14, "negative": 6},
            "level_by_rule_b": {False: 111, True: 5},
            "arrangement_only_planned_or_new": {False: 104, True: 12},
            "formalisation_and_level_rest_on_same_fact": {False: 106, True: 10},
        }.items()
    },
    "complete cases": (
        "cases/cases",
        lambda t: counts("country")(complete(t)),
        {"DEU": 30, "NOR": 16, "DNK": 3, "SWE": 2},
    ),
    "clusters of complete cases": ("cases/cases", lambda t: complete(t)["cluster"].nunique(), 35),
    "level in complete cases": (
        "cases/cases",
        lambda t: counts("coproduction_level")(complete(t)),
        {"medium": 30, "high": 12, "low": 9},
    ),
}


@pytest.mark.parametrize(("name", "compute", "expected"), FACTS.values(), ids=list(FACTS))
def test_fact(table, name, compute, expected):
    assert compute(table(name)) == expected


def test_complete_cases_have_all_four_codes(table):
    t = table("cases/cases")
    codes = ["local_discretion", "formalisation", "resource_dependency", "coproduction_level"]
    assert (t[codes].notna().all(axis=1) == t["complete"]).all()


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("NO_T4_culture", ["high", "high", "mutual", "high"]),
        ("NO_T4_health_care", ["little", "limited", "vo_on_municipality", "low"]),
        ("NO_T4_children", ["little", "limited", "vo_on_municipality", "low"]),
        ("NO_T4_children_oslo", ["little", "limited", "mutual", "medium"]),
        ("NO_T4_integration", ["some", "limited", "little", "low"]),
        ("NO_T4_integration_2015", ["some", "limited", None, "medium"]),
    ],
)
def test_configurations_of_table_4(table, case, expected):
    row = table("cases/cases").set_index("case_id").loc[case]
    found = row[["local_discretion", "formalisation", "resource_dependency", "coproduction_level"]]
    assert [None if pd.isna(v) else v for v in found] == expected


def test_coded_works_are_in_the_bibliography(table):
    works, first = table("literature/works"), table("literature/coding_first")
    assert set(first["key"]) <= set(works["key"])
    assert set(table("literature/coding_second")["key"]) == set(
        first.query("result_read == 'yes'")["key"]
    )
    later = set(table("literature/candidates").query("entry == 'entered'")["key"])
    marked = set(table("literature/outcome_themes")["key"])
    assert marked == set(first.query("result_read == 'yes'")["key"]) - later and len(marked) == 103
    assert set(works.query("status == 'partial'")["key"]) <= set(first["key"])


def test_outcomes_were_coded_where_both_earlier_passes_read_a_result(table):
    read = [
        set(table(f"literature/coding_{one}").query("result_read == 'yes'")["key"])
        for one in ("first", "second")
    ]
    coded = [set(table(f"literature/outcomes_{one}")["key"]) for one in ("first", "second")]
    assert coded[0] == coded[1] <= read[0] & read[1] and len(coded[0]) == 122


def test_a_further_work_entered_if_both_passes_saw_cooperation_in_its_text(table):
    candidates = table("literature/candidates")
    seen = [set(part) for part in zip(candidates["first_pass"], candidates["second_pass"])]
    rule = [
        "not_found"
        if "not_found" in both
        else "passes_disagree"
        if len(both) > 1
        else {"yes": "entered", "no": "no_cooperation"}[both.pop()]
        for both in seen
    ]
    assert candidates["entry"].tolist() == rule
    entered = set(candidates.query("entry == 'entered'")["key"])
    for name in ("works", "coding_first", "coding_second", "outcomes_first", "outcomes_second"):
        assert entered <= set(table(f"literature/{name}")["key"]), name


def test_no_work_that_stayed_out_is_among_the_works_by_title_doi_or_author_and_year(table):
    every, works = table("literature/candidates"), table("literature/works")
    candidates = every[every["entry"] != "entered"]

    def told(t):
        title = t["title"].dropna().str.lower().str.replace(r"\W", "", regex=True)
        lead = t["authors"].str.extract(r"^([^,;(]+)")[0].str.lower().str.strip()
        named = set(zip(lead, t["year"], t["title"].str[:12])) if lead.notna().any() else set()
        return set(title), set(t["doi"].dropna().str.lower()), named

    for ours, theirs in zip(told(candidates), told(works)):
        assert not ours & theirs
    assert not set(candidates["key"]) & set(works["key"])
    assert candidates.merge(works, on=["authors", "year"]).empty


def test_bibtex_holds_the_verified_works(table):
    keys = re.findall(
        r"^@\w+\{([^,]+),", path("literature/references").read_text(encoding="utf-8"), flags=re.M
    )
    works = set(table("literature/works").query("status == 'verified'")["key"])
    assert len(keys) == len(works) + 1 and set(keys) - works == {"douglas_etal_2020"}


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("coding", ["coding_first", "coding_second"])
def test_a_factor_has_a_direction_where_it_is_mentioned(table, coding, factor):
    t = table(f"literature/{coding}")
    assert (t[f"{factor}_mentioned"].notna() == t[f"{factor}_effect"].notna()).all()


def test_hits_rebuild_the_speeches(table):
    speeches, hits = table("discourse/speeches").set_index("speech_id"), table("discourse/hits")
    groups = hits.pivot_table(index="speech_id", columns="term_group", aggfunc="size", fill_value=0)
    assert (groups == speeches[[f"n_{g}" for g in groups]].set_axis(groups.columns, axis=1)).all(
        axis=None
    )
    core = hits[~hits["term_group"].isin(NOT_CORE)]
    domestic = core[core["w_foreign_affairs"] == 0]
    welfare = domestic[domestic[[f"w_{field}" for field in WELFARE]].any(axis=1)]
    for chosen, column in [(core, "core"), (domestic, "domestic"), (welfare, "domestic_welfare")]:
        found = chosen.groupby("speech_id").size().reindex(speeches.index, fill_value=0)
        assert (found == speeches[f"n_hits_{column}"]).all(), column
    german = domestic["speech_id"].str.startswith("DE")
    assert domestic[german]["w_drug_care"].sum() == 24


def test_hits_rebuild_the_counts_by_year_and_party(table):
    keys = ["country", "year", "party", "role", "term_id"]
    speeches = table("discourse/speeches")[["speech_id", *keys[:-1]]]
    hits = table("discourse/hits").merge(speeches, on="speech_id")
    printed = table("discourse/counts_year_party_term").set_index(keys)["n_hits"]
    assert hits.groupby(keys).size().to_dict() == printed.to_dict()


def test_danish_speeches_rebuild_the_totals_by_year_and_the_sittings(table):
    speeches = table("discourse/folketing_speeches_1990_2021")
    totals = table("discourse/folketing_totals_1990_2021").set_index("year")
    flags = speeches.filter(regex="^(field|frame)_").add_prefix("with_hit_")
    found = flags.assign(n_speeches_with_hit=1).groupby(speeches["date"].dt.year).sum()
    assert (found == totals[found.columns]).all(axis=None)
    sittings = table("discourse/folketing_meetings_1990_2021")
    terms = [c for c in sittings if c.startswith("da_") and c in speeches]
    outside = sittings[terms].sum() - speeches[terms].sum()
    assert outside[outside > 0].to_dict() == {"da_civilsamfund": 1, "da_frivillige_org": 3}
    read = table("discourse/folketing_cocreation_hits_1990_2021")
    right = read[read["reading"] == "co-creation"].groupby("date").size()
    by_day = sittings.groupby("date")["cocreation_read"].sum()
    assert by_day[by_day > 0].to_dict() == right.to_dict()


def test_the_danish_pattern_for_co_creation_holds_no_word_of_energy(table):
    """Declared as a correction: samproduktion is joint production of power and heat there."""
    pattern = table("discourse/term_dictionary").set_index("id").loc["da_samskabelse", "regex"]
    assert not re.search(pattern, "samproduktion") and re.search(pattern, "samskabelsen")
    read = table("discourse/folketing_cocreation_hits_1990_2021")
    energy = read["word"].str.lower().str.startswith("samproduktion")
    assert not (energy & (read["reading"] == "co-creation")).any()


def test_totals_agree_with_the_coverage(table):
    tokens = table("discourse/totals_year_party").groupby(["country", "role"])["n_tokens"].sum()
    storting = table("discourse/coverage_storting").sum(numeric_only=True)
    assert tokens["DEU"].sum() == table("discourse/coverage_bundestag")["n_tokens_speech"].sum()
    assert tokens["NOR", "mp"] == storting["n_tokens_party_known"]
    assert tokens["NOR", "government"] == storting["n_tokens_government"]
    known = storting["n_tokens_party_known"] + storting["n_tokens_government"]
    assert round(100 * known / storting["n_tokens_speech"]) == 32


def test_baseline_windows(table):
    t = table("discourse/baseline_frames_by_field")
    everything = t[t["period"] == "ALL"].groupby("policy_field")["n_windows"].sum()
    assert (everything["ANY"], everything["FOREIGN"]) == (66_185, 9_022)
    periods = t[t["period"] != "ALL"].groupby(["country", "policy_field"])["n_windows"].sum()
    assert (
        periods.to_dict()
        == t[t["period"] == "ALL"].set_index(["country", "policy_field"])["n_windows"].to_dict()
    )


def test_missing_sittings_of_the_bundestag(table):
    t = table("discourse/coverage_bundestag").query("electoral_term == '18'")
    missing = set(range(1, 246)) - set(t["session_number"].astype(int))
    assert missing == {*range(109, 147), *range(152, 156), *range(211, 246)}


@pytest.mark.parametrize(
    ("country", "check", "expected"),
    [
        ("DEU", "domestic welfare, strict reading", (16, 35)),
        ("NOR", "domestic welfare, strict reading", (24, 35)),
        ("DEU", "domestic welfare, strict reading, without volunteer_service", (14, 24)),
    ],
)
def test_precision_by_hand_reading(table, country, check, expected):
    t = table("discourse/validation").set_index(["country", "check"])
    assert tuple(t.loc[(country, check), ["n_true", "n_read"]]) == expected


@pytest.mark.parametrize(
    "name",
    [
        "hits",
        "counts_year_party_term",
        "programme_counts",
        "counts_folketing",
        "coproduction_hits_hand_coded",
    ],
)
def test_terms_are_in_the_dictionary(table, name):
    terms = table("discourse/term_dictionary").query("kind == 'term'")
    used = table(f"discourse/{name}")["term_id"].str.removesuffix("__other_sense")
    assert set(used) <= set(terms["id"])


def test_programme_counts_belong_to_documents(table):
    keys = ["country", "year", "party", "document_type"]
    documents = table("discourse/programme_documents").set_index(keys)["n_tokens"]
    tokens = (
        table("discourse/programme_counts").groupby(keys)["n_tokens_document"].agg(["min", "max"])
    )
    assert len(tokens) == 74
    assert (tokens["min"] == documents[tokens.index]).all() and (
        tokens["min"] == tokens["max"]
    ).all()


CROSSTABS = "cases/collaborative_governance_crosstabs"


@pytest.mark.parametrize(
    ("sample", "cases"), [("all", 60), ("non-profit or citizens took part", 52)]
)
def test_each_pair_of_items_counts_every_collaboration_once(table, sample, cases):
    t = table(CROSSTABS).query("sample == @sample")
    sums = t.groupby(["condition", "form"])["cases_n"].sum()
    assert (sums == cases).all() and len(sums) == 38


def test_an_item_has_one_distribution_whatever_it_is_crossed_with(table):
    t = table(CROSSTABS)
    for item, other in (("condition", "form"), ("form", "condition")):
        wide = t.groupby(["sample", item, f"{item}_value", other])["cases_n"].sum().unstack(other)
        assert (wide.max(axis=1) == wide.min(axis=1)).all()


def test_sixty_collaborations_by_country(table):
    t = table("cases/collaborative_governance_margins").query("dimension == 'country'")
    assert t["cases_n"].sum() == 60
    assert t.set_index("value")["cases_n"][["USA", "Netherlands", "Norway"]].tolist() == [14, 12, 1]
