"""The contracts of claim, figure and table. The numbers drawn here are made up for the test."""

import base64
import hashlib
import io
import json

import numpy as np
import pandas as pd
import pytest
from made_up import stated
from myst_nb.core.variables import format_plain_text
from PIL import Image, ImageChops

from copro.data import load, tables
from copro.report import charts, claim, evidence, figure, glue, table
from copro.report.charts.drawing import WAITING, twins
from copro.report.records.figure import on_paper
from copro.report.records.ledger import Ledger
from copro.report.records.model import Interval, Range
from copro.report.records.output import ReportError
from copro.report.words.numbers import close, counted, escape, number, quantity, signed, typeset
from copro.report.words.sources import credits, short_source
from copro.session import Session

TABLE = "norway/people_who_inject_drugs_2012_2024"
MADE_UP = pd.DataFrame(
    {
        "year": [2001, 2002, 2003, 2004],
        "value": [1.0, 2.0, 4.0, 3.0],
        "low": [0.5, 1.5, 3.5, 2.5],
        "high": [1.5, 2.5, 4.5, 3.5],
    }
)
WORDS = dict(
    title="A title",
    caption="How to read it.",
    tables=[TABLE],
    alt="A line that rises from one to four between 2001 and 2003 and falls to three in 2004.",
)


def line(id, data=MADE_UP, **change):
    marks = {"x": "year", "y": "value", "ylabel": "units"}
    figure(id, charts.lines, data, **(marks | WORDS | change))


def listed(id, frame, **options):
    table(id, frame, caption="A caption.", tables=[TABLE], **options)


@pytest.fixture(autouse=True)
def shown(tmp_path, monkeypatch):
    """Collects what is displayed; files go to a folder of the test."""
    outputs = []
    monkeypatch.setattr(
        "IPython.display.display",
        lambda data, raw=False, metadata=None: outputs.append((data, metadata or {})),
    )
    with Session(out=tmp_path).entered():
        load(TABLE)
        yield outputs


def records(shown):
    return [
        meta["copro"]
        for _, meta in shown
        if meta.get("copro", {}).get("type", "picture") != "picture"
    ]


def test_a_claim_keeps_everything_that_a_reader_may_ask_for(shown):
    claim(
        "test-claim",
        "In {year} it was {value}.",
        np.float64(12.345),
        unit="percent",
        kind="survey",
        tables=[TABLE],
        interval=(10, 15),
        n=1234,
        year=2020,
    )
    record = records(shown)[0]
    assert (
        record["sentence"] == "In 2020 it was 12.3\u202f% (95\u202f% interval 10.0 to 15.0\u202f%)."
    )
    assert record["value"] == 12.345 and type(record["value"]) is float
    assert record["interval"] == [10, 15] and record["n"] == 1234 and record["kind"] == "survey"
    assert len(record["hashes"][TABLE]) == 64
    json.dumps(record)
    assert shown[0][0] == {
        kind: (
            f"{badge} In 2020 it was 12.3\u202f% (95\u202f% interval 10.0 to 15.0\u202f%) "
            f"(n\u202f=\u202f1,234).{end}"
        )
        for kind, badge, end in (
            ("text/plain", "[survey]", ""),
            ("text/html", "<p><b>[survey]</b>", "</p>"),
        )
    }


@pytest.mark.parametrize(
    "template, sentence",
    [
        (
            "Of 50 it was {value}, before 8.",
            "Of 50 it was 3.0 (95\u202f% interval 1.0 to 4.0), before 8.",
        ),
        (
            "It was {value}, before 8; with the {interval}.",
            "It was 3.0, before 8; with the 95\u202f% interval 1.0 to 4.0.",
        ),
    ],
)
def test_an_interval_stands_beside_its_value_and_never_behind_another_number(
    shown, template, sentence
):
    claim("test-place", template, 3, unit="count", kind="survey", tables=[TABLE], interval=(1, 4))
    assert records(shown)[0]["sentence"] == sentence


def test_prose_gets_the_value_and_the_interval(shown):
    claim(
        "test-glue",
        "It was {value}.",
        -2.5,
        unit="percentage points",
        kind="register",
        tables=[TABLE],
        interval=(-3, -2),
    )
    glue("test-word", "twelve")
    glue("test-count", "1,300")
    glue("test-rounded", "0.80")
    glued = {
        m["scrapbook"]["name"]: format_plain_text(d["application/papermill.record/text/plain"], "")
        for d, m in shown
        if "scrapbook" in m
    }
    assert glued == {
        "test-glue": "−2.5 percentage points",
        "test-word": "twelve",
        "test-count": "1,300",
        "test-rounded": "0.80",
        "test-glue-interval": "−3.0 to −2.0 percentage points",
    }


@pytest.mark.parametrize(
    "change, words",
    [
        (dict(kind="guess"), "'guess' is not one of"),
        (dict(unit=""), "unit is missing"),
        (dict(tables=[]), "tables it rests on"),
        (dict(tables=["no/such_table"]), "was not loaded"),
        (dict(value=float("nan")), "not a finite number"),
        (dict(value=True), "truth value"),
        (dict(template="In {year} it was {value}."), "'year'"),
        (dict(interval=(3, 4)), "outside its interval"),
        (dict(id="Bad Id"), "an id is words"),
    ],
)
def test_a_claim_that_lacks_something_is_an_error(change, words):
    sound = dict(
        id="test-claim",
        template="It was {value}.",
        value=2.0,
        unit="percent",
        kind="survey",
        tables=[TABLE],
    )
    with pytest.raises(ReportError, match=words):
        claim(**(sound | change))


def test_an_id_serves_once():
    claim("test-twice", "It was {value}.", 1, unit="count", kind="register", tables=[TABLE])
    with pytest.raises(ReportError, match="used twice"):
        claim("test-twice", "It was {value}.", 1, unit="count", kind="register", tables=[TABLE])


def test_a_figure_is_png_svg_and_data_with_source_and_alt_text(shown, tmp_path):
    line("test-figure", low="low", high="high")
    folder = tmp_path / "figures"
    twins(folder / f"test-figure{WAITING}")
    assert {f.name for f in folder.iterdir()} == {
        "test-figure.png",
        "test-figure-dark.png",
        "test-figure-phone.png",
        "test-figure-dark-phone.png",
        "test-figure.svg",
        "test-figure.csv",
    }
    pd.testing.assert_frame_equal(
        pd.read_csv(folder / "test-figure.csv"), MADE_UP, check_dtype=False
    )
    assert b"<dc:date>" not in (folder / "test-figure.svg").read_bytes()


def test_a_notebook_shows_a_figure_as_a_picture_with_what_it_draws_and_then_its_words(
    shown, tmp_path
):
    line("test-figure", low="low", high="high")
    (picture, about), (words, meta) = shown
    raw = base64.b64decode(picture["image/png"])
    drawing = Image.open(io.BytesIO(raw))
    light = Image.open(tmp_path / "figures" / "test-figure.png").convert("RGBA")
    paper = Image.new("RGBA", light.size, "white")
    paper.alpha_composite(light)
    far = ImageChops.difference(paper, drawing.convert("RGBA")).getextrema()
    assert (
        drawing.mode == "P"
        and max(high for _, high in far) <= 1
        and drawing.convert("RGBA").getextrema()[3] == (255, 255)
    )
    assert about["image/png"]["alt"] == WORDS["alt"] and about["copro"] == {
        "type": "picture",
        "id": "test-figure",
    }
    assert picture["text/plain"].startswith(
        f"[figure] A title\n{WORDS['alt']}\n"
        "Drawn: 4 rows, 4 columns; sums: high 12, low 8, value 10, year 8010; values "
    )
    assert words["text/plain"].startswith(
        "A title\nHow to read it.\nSource: Norwegian Directorate of Health"
    )
    assert words["text/html"].startswith(
        "<p><b>A title</b><br>How to read it.<br>Source: Norwegian Directorate of Health"
    )
    record = meta["copro"]
    assert (
        record["picture_sha256"] == hashlib.sha256(raw).hexdigest()
        and record["alt"] == WORDS["alt"]
    )
    assert picture["text/plain"].endswith(f"Drawn: {record['drawn']}.")


def test_two_drawings_have_the_same_bytes(tmp_path):
    drawn = []
    for run in ("first", "second"):
        with Session(out=tmp_path / run).entered():
            load(TABLE)
            figure(
                "test-bytes",
                charts.dots,
                MADE_UP.astype({"year": str}),
                y="year",
                x="value",
                low="low",
                high="high",
                xlabel="units",
                **WORDS,
            )
        folder = tmp_path / run / "figures"
        twins(folder / f"test-bytes{WAITING}")
        drawn.append({f.name: f.read_bytes() for f in folder.iterdir()})
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    "change, words",
    [
        (dict(alt=""), "alt is missing"),
        (dict(alt="A line chart."), "at least 60"),
        (dict(caption=" "), "caption is missing"),
        (dict(title=""), "title is missing"),
        (dict(tables=[]), "tables it rests on"),
    ],
)
def test_a_figure_without_words_or_source_is_an_error(change, words, tmp_path):
    with pytest.raises(ReportError, match=words):
        line("test-figure", **change)
    assert not (tmp_path / "figures").exists()


def test_a_figure_without_rows_is_an_error():
    with pytest.raises(ReportError, match="no row to draw"):
        line("test-empty", MADE_UP.iloc[:0])


def test_a_line_never_crosses_a_break(axes):
    marks = {"x": "year", "y": "value", "ylabel": "u", "breaks": {2003: "new question"}}
    lines = [line.get_xdata() for line in axes(charts.lines, MADE_UP, **marks)[0].lines]
    drawn = [[*map(int, years)] for years in lines if len(years) == 2]
    assert [2001, 2002] in drawn and [2003, 2004] in drawn
    assert [2002, 2003] not in drawn and len(drawn) == 3  # two pieces and the dotted mark


def test_a_table_is_saved_in_full_precision_and_can_be_scrolled(shown, tmp_path):
    frame = pd.DataFrame({"name": ["a", "b", "c"], "value": [1 / 3, np.nan, -0.001]})
    labels = {"name": "Name", "value": "Value"}
    listed("test-table", frame, labels=labels, digits={"value": 2})
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "tables" / "test-table.csv"), frame)
    text = shown[0][0]["text/html"]
    assert "0.33" in text and "–" in text and 'tabindex="0"' in text
    assert ">0.00<" in text and "−0.00" not in text
    assert shown[0][0]["text/plain"].split("\n")[:4] == [
        "[table] A caption.",
        "Name  Value",
        "a     0.33",
        "b     –",
    ]


def test_years_carry_no_mark_of_thousands(shown, tmp_path):
    frame = pd.DataFrame(
        {
            "year": [2019, 2021],
            "first_year": [1998.0, np.nan],
            "years": [2019, 2021],
            "money": [2019, 2021],
        }
    )
    listed("test-years", frame, labels={name: name.capitalize() for name in frame})
    text, plain = shown[0][0]["text/html"], shown[0][0]["text/plain"].split("\n")
    assert text.count(">2019<") == 1 and text.count(">1998<") == 1 and text.count(">2,019<") == 2
    assert plain[2].split() == ["2019", "1998", "2,019", "2,019"] and plain[3].split() == [
        "2021",
        "–",
        "2,021",
        "2,021",
    ]
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "tables" / "test-years.csv"), frame)


def test_the_text_of_a_long_table_says_how_much_it_leaves_out(shown):
    frame = pd.DataFrame({"place": range(25), "group": "x"})
    listed("test-long", frame, labels={"place": "Place"}, groups="group")
    lines = shown[0][0]["text/plain"].split("\n")
    assert (
        lines[1:3] == ["group  Place", "x      0"]
        and lines[-2] == "… and 5 more rows"
        and len(lines) == 24
    )


def test_a_table_with_filters_is_whole_without_a_script(shown):
    frame = pd.DataFrame({"name": ["a", "b"], "kind": ["x; y", "y"], "value": [1, 2]})
    labels = {"name": "Name", "value": "Value", "kind": "Kind"}
    listed("test-table", frame, labels=labels, filters=["kind"], folded="All <rows>")
    text = shown[0][0]["text/html"]
    assert 'data-filters="2"' in text and "<summary>All &lt;rows&gt;</summary>" in text
    assert text.count("<tr") == 3 and "<details open" not in text
    for id, wrong in {
        "test-colour": {"filters": ["colour"]},
        "test-groups": {"filters": ["name"], "groups": "kind"},
    }.items():
        with pytest.raises(ReportError, match="cannot filter by"):
            listed(id, frame, labels=labels, **wrong)


def test_a_table_without_its_column_is_an_error():
    with pytest.raises(ReportError, match="no column"):
        listed("test-table", MADE_UP, labels={"other": "Other"})


def test_numbers_are_written_as_a_reader_expects():
    assert number(1234.5) == "1,234.5" and number(-0.04) == "0.0" and number(-2) == "−2.0"
    assert quantity(284939, "persons", 0) == "284,939 persons"
    assert quantity(2025, "year") == "2025" and quantity("not testable", "count") == "not testable"
    assert typeset("5 % of 10 %") == "5\u202f% of 10\u202f%"
    assert signed("-0.0, from -1.3 to -10 (2019-2023)") == "0.0, from −1.3 to −10 (2019-2023)"
    assert close("It rose.", " (n = 3)") == "It rose (n = 3)."
    assert counted(None) == "" and counted(1234) == " (n\u202f=\u202f1,234)"
    assert escape("a*b_c") == "a\\*b\\_c"


SPAN = dict(of="b-c", place="", n=500, median=2.0, low=1.0, high=3.0)


def base(**change):
    whole = dict(
        id="a-b",
        value=10.0,
        sentence="It was 10.",
        interval=Interval(9, 11),
        n=5,
        kind="register",
        multiverse=Range(**SPAN),
    )
    return stated(**(whole | change))


@pytest.mark.parametrize(
    "change, status, what",
    [
        (dict(), "same", ""),
        (dict(value=10.000001), "same", ""),
        (dict(value=10.5), "changed", "10 -> 10.5 (+0.5, +5.0%)"),
        (dict(n=6), "changed", "n 5 -> 6"),
        (dict(interval=Interval(8, 11)), "changed", "interval 9 to 11 -> 8 to 11"),
        (dict(interval=None), "changed", "interval 9 to 11 -> –"),
        (dict(sentence="It is 10."), "sentence", '"It was 10." -> "It is 10."'),
        (dict(value="ten"), "changed", "10 -> ten"),
        (dict(value=10), "same", ""),
        (dict(kind="survey"), "changed", "kind register -> survey"),
        (
            dict(multiverse=Range(**(SPAN | {"low": 1.5}))),
            "changed",
            (
                "range over specifications of b-c, place , n 500, median 2, low 1, high 3 -> "
                "of b-c, place , n 500, median 2, low 1.5, high 3"
            ),
        ),
    ],
)
def test_comparing_claims(change, status, what):
    (row,) = Ledger([base(**change)]).compare(Ledger([base()]))
    assert (row.status, row.what) == (status, what)


def test_a_changed_sentence_is_shown_where_it_changed():
    new, old = (
        Ledger([base(sentence=f"In the year 2020, as before, it was {word} than ten percent.")])
        for word in ("less", "more")
    )
    (row,) = new.compare(old)
    assert row.what == (
        '"… 2020, as before, it was more than ten percent." -> "… 2020, as before, it '
        'was less than ten percent."'
    )


def test_comparing_claims_names_what_came_and_went():
    rows = Ledger([base(id="new-one")]).compare(Ledger([base()]))
    assert [(row.id, row.status) for row in rows] == [("a-b", "gone"), ("new-one", "added")]


def test_the_foot_of_a_picture_names_every_publisher(monkeypatch):
    cards = {
        "a": "Office (OFF); press reports",
        "b": "Office; compiled by T. Maker, Place",
        "c": "this compendium",
    }
    monkeypatch.setattr("copro.report.words.sources.card", lambda name: {"publisher": cards[name]})
    assert short_source(["a", "b", "c"]) == (
        "Source: Office; press reports; works collected and coded for this compendium; "
        "own calculations. CoPro compendium."
    )


def test_a_publisher_of_several_tables_is_named_once_and_a_licence_stays_with_its_line():
    contact, policy = (
        "published/no_municipal_contact_2022",
        "published/no_municipal_volunteering_policy",
    )
    assert credits([contact, policy]) == ["Frivillighet Norge", "press reports"]
    assert credits([policy, contact]) == ["Frivillighet Norge; press reports"] == credits([policy])
    licensed = [
        "germany/kreis_care_inkar_2003_2021",
        "germany/kreis_context_1995_2022",
        "germany/kreis_care_counts_2023",
    ]
    assert all("dl-de/by-2-0" in line for line in credits(licensed))


def test_no_source_line_names_a_publisher_twice():
    published = [name for name in tables()["name"] if name.startswith("published/")]
    parts = "; ".join(credits(published)).split("; ")
    assert len(parts) == len(set(parts)) and not any(
        "original_publisher" in line for line in credits(list(tables()["name"]))
    )


OTHER = "norway/drug_use_prevalence_2013_2025"


def test_evidence_says_tables_kind_and_unit_once_for_all_its_claims(shown):
    persons = evidence(TABLE, kind="model estimate", unit="persons", digits=0)
    said, more = ("{value} in {year}.", 1300.4), {"year": 2020, "interval": (1, 2000), "n": 5}
    persons.claim("test-once", *said, **more)
    spelt = {"kind": "model estimate", "unit": "persons", "digits": 0, "tables": [TABLE]}
    claim("test-spelled", *said, **more, **spelt)
    once, spelled = records(shown)
    assert once == spelled | {"id": "test-once"}


def test_evidence_gives_its_table_and_several_give_several():
    pd.testing.assert_frame_equal(evidence(TABLE).frame, load(TABLE))
    both = evidence(TABLE, OTHER)
    assert [len(frame) for frame in both.frames] == [len(load(TABLE)), len(load(OTHER))]
    with pytest.raises(ReportError, match="2 tables, not one"):
        both.frame  # noqa: B018 - the question is the test
    with pytest.raises(ReportError, match="name at least one table"):
        evidence(kind="survey", unit="percent")


def test_evidence_may_be_said_otherwise_for_one_claim_and_joined_for_another(shown):
    share = evidence(TABLE, kind="survey", unit="share", digits=2)
    share.but(unit="percent", digits=0).claim("test-but", "{value}.", 12.3)
    (share + evidence(OTHER)).claim("test-both", "{value}.", 0.123)
    rounded, both = records(shown)
    assert (rounded["sentence"], both["sentence"]) == ("12\u202f%.", "0.12.")
    assert rounded["tables"] == [TABLE] and both["tables"] == sorted([TABLE, OTHER])
    assert both["hashes"].keys() == {TABLE, OTHER}


def test_figures_and_tables_rest_on_the_evidence_that_makes_them(shown):
    persons = evidence(TABLE)
    words = {key: WORDS[key] for key in ("title", "caption", "alt")}
    persons.figure("test-drawn", charts.lines, MADE_UP, x="year", y="value", ylabel="", **words)
    persons.table("test-rows", MADE_UP, caption="Made up.", labels={"year": "Year"})
    assert [(one["type"], one["tables"]) for one in records(shown)] == [
        ("figure", [TABLE]),
        ("table", [TABLE]),
    ]


def test_evidence_without_a_kind_makes_no_claim():
    with pytest.raises(ReportError, match="kind '' is not one of"):
        evidence(TABLE, unit="persons").claim("test-kindless", "{value}.", 1)


@pytest.mark.parametrize("kind", ["register", "survey", "expert index"])
def test_a_figure_that_others_printed_has_no_stronger_badge(shown, kind):
    printed = evidence("published/dk_volunteering_2024", kind=kind, unit="percent")
    with pytest.raises(ReportError, match=r"dk_volunteering_2024 .*expected 'published figure'"):
        printed.claim("test-quoted", "{value}.", 40)
    (printed + evidence(TABLE)).claim("test-with-another", "{value}.", 40)
    printed.but(kind="published figure").claim("test-printed", "{value}.", 40)
    assert [one["kind"] for one in records(shown)] == [kind, "published figure"]


def test_a_picture_on_paper_differs_from_the_light_one_only_in_what_shines_through():
    light = Image.new("P", (3, 1))
    light.putpalette([10, 20, 30, 255, 200, 100, 0, 128, 90, 90, 90, 0], "RGBA")
    light.putdata([0, 1, 2])
    file = io.BytesIO()
    light.save(file, "PNG")
    found = Image.open(io.BytesIO(on_paper(file.getvalue())))
    assert "transparency" not in found.info  # white paper
    shown = [found.convert("RGB").getpixel((x, 0)) for x in range(3)]
    assert shown == [(10, 20, 30), (227, 177, 127), (255, 255, 255)]
