"""Evidence: how claims are read, the verdict that follows, and what it hangs on;
cells are made up unless they come from the tables.
"""

import pandas as pd
import pytest
from made_up import stated

from copro.chapters.registry import chapter
from copro.data import load
from copro.measures.synthesis import cases, evidence as ev
from copro.measures.synthesis.hypotheses import HYPOTHESES
from copro.paths import ROOT
from copro.report import read_claims


def cells(*said, hypothesis="H3"):
    """Made-up cells, one a source: "for", "for firm", "against", "no clear direction", "no answer",
    and "silent": no answer, and nothing compared.
    """
    return pd.DataFrame(
        {
            "hypothesis": hypothesis,
            "source": ev.SOURCES[: len(said)],
            "direction": [{"silent": "no answer"}.get(s, s.removesuffix(" firm")) for s in said],
            "firm": [s.endswith("firm") for s in said],
            "compares": [s != "silent" for s in said],
        }
    ).astype({"firm": bool, "compares": bool})


@pytest.mark.parametrize(
    "said, expected",
    [
        ((), "not testable with these data"),
        (("silent", "silent"), "not testable with these data"),
        # A source that compares and has no answer leaves it undecided.
        (("no answer", "silent"), "undecided"),
        (("no answer", "no answer"), "undecided"),
        # Supported: two sources for, one of them firm, none against; what goes both ways does not
        # stand against it.
        (("for firm", "for"), "supported"),
        (("for firm", "for", "no clear direction"), "supported"),
        (("for", "for", "for"), "partly supported"),
        (("for firm", "for firm", "against"), "partly supported"),
        # Partly supported: more for than against, but none firm, or one against.
        (("for",), "partly supported"),
        (("for firm",), "partly supported"),
        (("for", "no answer"), "partly supported"),
        (("for firm", "for", "for", "against"), "partly supported"),
        (("for firm", "for", "for", "against", "against"), "undecided"),
        # Not supported needs evidence against it: one firm source or two weak ones, and none for.
        (("against firm",), "not supported"),
        (("against", "against"), "not supported"),
        (("against firm", "no clear direction"), "not supported"),
        (("against",), "undecided"),
        (("no clear direction", "no clear direction"), "undecided"),
        (("no clear direction", "no answer"), "undecided"),
        (("for", "against firm"), "undecided"),
        (("for", "against"), "undecided"),
        (("for", "against", "against"), "undecided"),
    ],
)
def test_the_rule_of_the_verdicts(said, expected):
    assert ev.verdict(cells(*said)) == expected


def test_more_or_firmer_evidence_for_a_hypothesis_never_lowers_its_verdict():
    order = ["not supported", "undecided", "partly supported", "supported"]
    for rest in (
        (),
        ("for",),
        ("against",),
        ("no clear direction",),
        ("for firm", "against"),
        ("for", "against", "against"),
    ):
        ranks = [
            order.index(ev.verdict(cells(one, *rest)))
            for one in ("against firm", "against", "no clear direction", "for", "for firm")
        ]
        assert ranks == sorted(ranks), rest


@pytest.mark.parametrize(
    "reads, value, expected, compares",
    [
        ("words", "for", "for", True),
        ("words", "for, both points", "for", True),
        ("words", "against, the only point", "against", True),
        ("words", "no clear direction, 1 for and 1 against", "no clear direction", True),
        ("words", "both ways", "no clear direction", True),
        # What could not be compared is another thing than what was compared and does not tell.
        ("words", "not testable with these data", "no answer", False),
        ("words", "no answer", "no answer", True),
        ("silent", 33.5, "no answer", False),
    ],
)
def test_how_a_claim_is_read(reads, value, expected, compares):
    assert (ev.direction(reads, value), ev.compares(reads, value)) == (expected, compares)


@pytest.mark.parametrize(
    "page, line",
    [
        ("notebooks/4_synthesis/verdicts.ipynb", "| *{}* | {} |"),
        ("book/how_to_read.md", "* *{}*: {}"),
    ],
)
def test_the_pages_print_the_rule_in_one_wording(page, line):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [v for v, takes in ev.RULE.items() if line.format(v, takes) not in text] == []


@pytest.mark.parametrize("word", ["perhaps", "mixed", "forbidden", "for some"])
def test_a_word_that_no_rule_reads_is_an_error(word):
    with pytest.raises(ValueError, match=f"'{word}'; expected one of for, points that way"):
        ev.direction("words", word)


def test_a_code_below_the_threshold_gives_no_answer_whatever_the_passes_say():
    assert (
        ev.both_passes("for", "for", 0.43)
        == "no answer"
        == ev.both_passes("for", "for", float("nan"))
    )
    assert (
        ev.both_passes("for", "for", 0.667) == "for"
        and ev.both_passes("no clear direction", "for", 0.8) == "no clear direction"
    )
    assert ev.both_passes("against", "for", 0.8) == "no clear direction"


FIRST, SECOND = load("literature/coding_first"), load("literature/coding_second")


def test_no_work_enters_both_the_literature_and_the_cases():
    """The partnership in Gothenburg and the report on Arendal were coded both ways;
    they count as cases.
    """
    complete = cases.calibrate(load("cases/cases"))
    twice = ev.in_both(FIRST, complete)
    assert twice == {"iop_gothenburg", "guribye_2016"}
    # Whatever the passes code these works as, it moves nothing.
    turned = [
        coding.assign(
            **{
                f"{c}_effect": coding[f"{c}_effect"].mask(coding["key"].isin(twice), "negative")
                for c in ("laws_regulations", "formalisation", "resource_dependency")
            }
        )
        for coding in (FIRST, SECOND)
    ]
    pd.testing.assert_frame_equal(ev.passes(FIRST, SECOND, twice), ev.passes(*turned, twice))


def test_what_each_pass_says_with_and_without_the_works_that_are_cases():
    """On agreements the second pass has 6 of 10 studies for H2: too few to point that way, with or
    without the works that are cases.
    """
    said = {
        "H1": {"first": "no clear direction", "second": "no clear direction"},
        "H2": {"first": "no clear direction", "second": "no clear direction"},
        "H3": {"first": "for", "second": "for"},
    }
    assert ev.passes(FIRST, SECOND, set()).to_dict("index") == said
    assert ev.passes(FIRST, SECOND, {"iop_gothenburg", "guribye_2016"}).to_dict("index") == said


READ = pd.DataFrame({"first": "for", "second": "for"}, index=["H1", "H2", "H3"])  # made up


def ledger(**changed):
    """A made-up claim for every row of the evidence, words that speak for,
    and codes that are reliable.
    """
    values = {
        c.claim: changed.get(c.claim, "for" if c.reads == "words" else 4.0) for c in ev.EVIDENCE
    } | {f"ca-alpha-h{i}": changed.get("alpha", 0.8) for i in (1, 2, 3)}
    return {id: stated(id, value) for id, value in values.items()}


def test_one_more_row_is_one_more_piece_of_evidence_and_a_missing_claim_an_error():
    one = (
        *ev.EVIDENCE[:1],
        ev.Cell("H2", "Denmark", "new-claim", "words", "half of them asked", firm=True),
    )
    claims = ledger() | {"new-claim": stated("new-claim", "for", kind="survey")}
    assert ev.evidence(claims, READ, one)["said"].tolist() == ["for (weak)", "for (firm)"]
    with pytest.raises(KeyError, match="new-claim"):
        ev.evidence(ledger(), READ, one)
    for kind in ("coding", "model estimate"):
        with pytest.raises(ValueError, match=f"new-claim is firm, but its evidence is '{kind}'"):
            ev.evidence(claims | {"new-claim": stated("new-claim", "for", kind=kind)}, READ, one)


def test_the_literature_answers_only_with_a_reliable_code():
    said = {
        alpha: ev.evidence(ledger(alpha=alpha), READ)
        .query("claim == 'lf-strength-h3'")["direction"]
        .item()
        for alpha in (0.43, 0.7)
    }
    assert said == {0.43: "no answer", 0.7: "for"}


def test_claims_of_one_source_are_one_cell():
    rows = pd.DataFrame(
        {
            "hypothesis": "H7",
            "source": ["countries"] * 4 + ["Norway"] * 2 + ["Germany"],
            "direction": ["for", "for", "no answer", "for", "for", "against", "no answer"],
            "strength": ["weak", "firm", "", "weak", "firm", "weak", ""],
            "compares": [True] * 6 + [False],
        }
    )
    found = ev.by_source(rows).set_index("source")
    assert found["direction"].to_dict() == {
        "countries": "for",
        "Norway": "no clear direction",
        "Germany": "no answer",
    }
    assert found["firm"].to_dict() == {"countries": True, "Norway": False, "Germany": False}
    assert found["compares"].to_dict() == {"countries": True, "Norway": True, "Germany": False}


def test_every_hypothesis_has_rows_and_no_claim_counts_twice():
    assert {c.hypothesis for c in ev.EVIDENCE} == {h.id for h in HYPOTHESES}
    assert {c.source for c in ev.EVIDENCE} == set(ev.SOURCES)
    assert len({c.claim for c in ev.EVIDENCE}) == len(ev.EVIDENCE), "a claim counts once"
    assert all(c.note for c in ev.EVIDENCE if c.reads == "silent"), (
        "what compares something else has a reason"
    )


def test_the_founding_study_is_no_evidence():
    assert not set(ev.FOUNDING.values()) & {c.claim for c in ev.EVIDENCE}
    assert {c.source for c in ev.EVIDENCE if c.hypothesis in ("H1", "H2", "H3")} == {
        "literature",
        "coded cases",
        "second cases",
        "countries",
    }


def test_firm_is_only_what_is_counted_in_both_countries():
    """Of the figures on H7 only places in care institutions by owner, 4.9 and 55 percent."""
    assert [c.claim for c in ev.EVIDENCE if c.firm] == ["contrast-h7-institutions"]


def test_the_chapter_runs_after_every_chapter_whose_claims_it_reads():
    claims = read_claims()
    needed = {
        claims[id].chapter
        for id in [*(c.claim for c in ev.EVIDENCE), *ev.FOUNDING.values(), "ca-alpha-h1"]
        if id in claims
    }
    assert needed and needed <= set(chapter("verdicts").sources().earlier)


BOUNDS = pd.DataFrame(
    {"hypothesis": "H3", "bound": ["kept", "dropped"], "direction": ["for", "no clear direction"]}
)  # made up


def test_a_verdict_hangs_on_what_changes_it():
    given = cells("no answer", "for")
    found = ev.others(
        given,
        pd.DataFrame({"first": ["no clear direction"], "second": ["against"]}, index=["H3"]),
        BOUNDS,
    )
    own = found[found["hypothesis"] == "H3"].set_index("change")
    assert own["verdict"].to_dict() == {
        "without the literature": "partly supported",
        "without the coded cases": "undecided",
        "with the first pass over the literature alone": "partly supported",
        "with the second pass over the literature alone": "undecided",
        "with the doubtful cases kept": "partly supported",
        "with the doubtful cases dropped": "undecided",
    }
    assert (
        own["changes"].tolist() == [False, True, False, True, False, True]
        and (own["now"] == "partly supported").all()
    )
    assert ev.hangs(own.reset_index().iloc[:2]) == "undecided without the coded cases"
    assert (
        ev.hangs(own.reset_index().iloc[[1, 5]])
        == "undecided without the coded cases or with the doubtful cases dropped"
    )
    three = own.reset_index().iloc[:3].assign(changes=True, verdict="undecided")
    assert ev.hangs(three) == (
        "undecided without the literature, without the coded cases or with the first "
        "pass over the literature alone"
    )
    assert ev.hangs(own.reset_index().iloc[:1]) == "the same by every choice tried"


def test_the_table_of_verdicts_names_its_sources():
    found = ev.verdict_table(
        cells("no answer", "for", "against firm"),
        ev.others(cells("for"), READ.iloc[:0], BOUNDS.iloc[:0]),
    ).set_index("id")
    assert (
        list(found.index) == [f"H{i}" for i in range(1, 9)]
        and found["verdict"].isin(ev.VERDICTS).all()
    )
    assert found.loc["H3", ["for_from", "against_from", "both_from", "none_from"]].tolist() == [
        "coded cases (weak)",
        "second cases (firm)",
        "none",
        "literature",
    ]
    assert (
        ev.in_words(found.loc["H3"])
        == "For: coded cases (weak). Against: second cases (firm). No answer: literature."
    )
    assert (
        ev.in_words(found.loc["H1"]) == "No source."
        and found.loc["H1", "verdict"] == "not testable with these data"
    )


def test_the_board_says_what_the_table_of_verdicts_says():
    """One rule: the tiles of a source are its cell, the verdict is that of the table."""
    given = pd.concat([cells("no answer", "for"), cells("no clear direction", hypothesis="H1")])
    verdicts = ev.verdict_table(given, ev.others(given, READ.iloc[:0], BOUNDS.iloc[:0]))
    found = ev.board(given, verdicts).set_index("hypothesis")
    assert list(found.columns) == ["question", "verdict", *ev.SOURCES, "national"]
    assert found.loc["H3, mutual need", ["verdict", "literature", "coded cases"]].tolist() == [
        "partly supported",
        "no answer",
        "for",
    ]
    assert found.loc["H1, discretion", "literature"] == "no clear direction"
    assert found.loc["H1, discretion"].isna().sum() == len(ev.SOURCES)
    assert found.loc["H8, the word", "verdict"] == "cannot be tested"


def test_the_tables_of_the_countries_are_one_column_of_the_board():
    given = cells(*["silent"] * 3, "for", "no answer", "against")  # Norway, Germany, Denmark
    for those, expected in ((given, "no clear direction"), (given.iloc[:5], "for")):
        verdicts = ev.verdict_table(those, ev.others(those, READ.iloc[:0], BOUNDS.iloc[:0]))
        found = ev.board(those, verdicts).set_index("hypothesis")
        assert found.loc["H3, mutual need", "national"] == expected


def test_the_card_of_a_hypothesis_carries_the_verdict_of_the_table_and_what_it_hangs_on():
    given = cells("no answer", "for")
    changed = ev.others(given, READ.iloc[:0], BOUNDS)
    rows = pd.DataFrame({"hypothesis": ["H3", "H3"], "tables": [["b"], ["a", "b"]]})
    found = ev.card(ev.verdict_table(given, changed), rows, "H3")
    assert (found["id"], found["value"], found["n"]) == ("syn-verdict-h3", "partly supported", 2)
    assert found["tables"] == ["a", "b"]
    assert found["hangs"] == (
        " It would be undecided without the coded cases or with the doubtful cases dropped."
    )


@pytest.mark.parametrize(
    "verdicts, first, rest",
    [
        (
            ["undecided"] * 4 + ["not testable with these data"] * 4,
            "None of the eight hypotheses is supported",
            "; four are undecided and four cannot be tested",
        ),
        (
            ["supported", "not supported", "partly supported"],
            "One of the three hypotheses is supported",
            "; one is partly supported and one is not supported",
        ),
        (["supported"] * 2, "Two of the two hypotheses are supported", ""),
        (
            ["not testable with these data", "undecided", "undecided"],
            "None of the three hypotheses is supported",
            "; two are undecided and one cannot be tested",
        ),
    ],
)
def test_how_the_verdicts_fall_is_said_in_one_sentence(verdicts, first, rest):
    assert ev.overall(verdicts) == f"{first}{rest}."


def test_the_best_clue_is_need_and_weak():
    """What the start page says: with need more often close, at either bound."""
    found = cases.by_bound(cases.calibrate(load("cases/cases")), ["R"]).set_index("bound")
    for row in found.itertuples():
        assert row.present_high / row.present > row.absent_high / row.absent
    assert found.loc["dropped", "direction"] == "no clear direction"


def test_why_nothing_is_supported():
    one = pd.concat([cells("for firm", "against"), cells("no clear direction", hypothesis="H2")])
    assert ev.why_none(one) == ("No hypothesis has two independent sources that speak for it.")
    assert ev.why_none(cells("for", "for")).endswith(
        "two independent sources for it, one of them firm, and none against it."
    )
    assert ev.why_none(pd.concat([one, cells("for firm", "for", hypothesis="H7")])) == ""


def test_what_another_choice_would_support():
    changed = pd.DataFrame(
        {
            "hypothesis": ["H3", "H3", "H7", "H1"],
            "verdict": ["partly supported"] * 3 + ["not supported"],
            "changes": [True] * 4,
        }
    )
    assert ev.nearest(changed) == (
        "By another choice mutual need (H3) and welfare regime (H7) would be partly supported."
    )
    assert ev.nearest(changed.assign(changes=False)) == "No other choice tried here changes that."


def test_the_words_of_the_cases_are_read():
    found = cases.by_bound(cases.calibrate(load("cases/cases")), ["D", "F", "R"])
    assert all(word in ev.WORDS for word in found["direction"])


def test_the_verdict_on_need_hangs_on_the_doubtful_cases():
    complete = cases.calibrate(load("cases/cases"))
    bounds = cases.by_bound(complete, ["R"]).assign(hypothesis="H3")
    given = cells("no answer", cases.at_both(bounds)["R"])
    found = (
        ev.others(given, ev.passes(FIRST, SECOND, ev.in_both(FIRST, complete)), bounds)
        .query("hypothesis == 'H3'")
        .set_index("change")["verdict"]
    )
    assert ev.verdict(given) == "undecided" == found["with the doubtful cases dropped"]
    assert found["with the doubtful cases kept"] == "partly supported"


def test_a_card_says_what_a_claim_says_and_how_strongly():
    rows = pd.DataFrame(
        [("a", "for", "firm"), ("b", "against", "weak"), ("c", "no answer", "")],
        columns=["claim", "direction", "strength"],
    )  # made up for the test
    assert [ev.told(rows, id) for id in "abc"] == [
        "as expected, and firm",
        "the other way, but indirect",
        "no answer",
    ]
