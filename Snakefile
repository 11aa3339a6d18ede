# What depends on what: tables -> notebooks in order -> claims and tables -> book.
# `make book` runs this. It is the only description of these dependencies: a notebook may load
# no table that is not listed here, and the modules it needs are read from its import lines.

import sys

from copro.pipeline import dependencies as deps

NOTEBOOKS = {
    "literature_map": dict(
        tables=["literature/works", "literature/coding_first", "literature/coding_second",
                "literature/outcome_themes"],
        after=[],
    ),
    "norway_elderly_care": dict(
        tables=["norway/population_by_age_2006_2026_borders_2024",
                "norway/population_by_age_2017_2023_borders_2020",
                "norway/elderly_care_kostra_2023_2025", "norway/care_institution_beds_2015_2018",
                "norway/care_user_payments_2003_2016", "norway/municipalities_2024",
                "norway/municipality_code_crosswalk_to_2024", "norway/boundaries_municipalities_2024"],
        after=[],
    ),
    "norway_cases": dict(
        tables=["published/no_traetteberg_enjolras_table4", "cases/cases",
                "norway/rural_associations_hordaland_1980_2000"],
        after=[],
    ),
    "germany_elderly_care": dict(
        tables=["germany/kreis_care_inkar_2003_2021", "germany/land_care_inkar_2003_2021",
                "germany/kreis_context_1995_2022", "germany/kreis_municipal_finance_1995_2019",
                "germany/kreis_population_1990_2021", "germany/kreis_typology_2017",
                "germany/kreise_2021", "germany/boundaries_kreise_2021",
                "germany/boundaries_laender"],
        after=[],
    ),
    "framing_conditions": dict(tables=["cases/cases"], after=[]),
    "verdicts": dict(
        tables=["published/no_traetteberg_enjolras_table4"],
        after=["literature_map", "norway_elderly_care", "germany_elderly_care"],
    ),
}
PAGES = [f for f in deps.files("book") if not f.endswith(".ipynb")]
COPRO = f"{sys.executable} -m copro.pipeline.cli"


def stamp(name):
    return f"_build/stamps/{name}.json"


rule book:
    input:
        stamp("results"), PAGES, "_config.yml", "_toc.yml", "CITATION.cff", "data/datapackage.json",
        "data/corrections.csv", deps.modules_of("copro.pipeline.book", "copro.pipeline.sphinx_ext"),
    output:
        stamp("book"),
    params:
        names=list(NOTEBOOKS),
    shell:
        "{COPRO} step book --after {params.names} --stamp {output}"


rule results:
    input:
        [stamp(name) for name in NOTEBOOKS],
    output:
        stamp("results"),
    params:
        names=list(NOTEBOOKS),
    shell:
        "{COPRO} step results --after {params.names} --stamp {output}"


rule notebook:
    wildcard_constraints:
        name="|".join(NOTEBOOKS),
    input:
        tables=lambda w: [deps.table_file(t) for t in NOTEBOOKS[w.name]["tables"]],
        modules=lambda w: deps.modules_of_notebook(w.name),
        earlier=lambda w: [stamp(name) for name in NOTEBOOKS[w.name]["after"]],
        environment="requirements.lock",
    output:
        stamp("{name}"),
    params:
        # What counts of a notebook is its cells, not its outputs; of a table, its own card.
        cells=lambda w: deps.notebook_digest(w.name),
        cards=lambda w: deps.card_digest(NOTEBOOKS[w.name]["tables"]),
        tables=lambda w: NOTEBOOKS[w.name]["tables"],
        after=lambda w: NOTEBOOKS[w.name]["after"],
    shell:
        "{COPRO} step notebook --name {wildcards.name} --tables {params.tables}"
        " --after {params.after} --stamp {output}"
