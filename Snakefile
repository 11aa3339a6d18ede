# What depends on what: tables -> notebooks in order -> claims and tables -> book.
# `make book` runs this. It is the only description of these dependencies: a notebook may load
# no table that is not listed here, and the modules it needs are read from its import lines.

import json
import os
import shlex
import sys

from copro.run import dependencies as deps

NOTEBOOKS = {
    "literature_map": dict(
        tables=["literature/works", "literature/coding_first", "literature/coding_second",
                "literature/outcome_themes"],
        after=[],
    ),
    "literature_factors": dict(
        tables=["literature/works", "literature/coding_first", "literature/coding_second",
                "literature/outcome_themes"],
        after=[],
    ),
    "coding_agreement": dict(
        tables=["literature/works", "literature/coding_first", "literature/coding_second",
                "literature/outcome_themes"],
        after=[],
    ),
    "theory": dict(tables=["published/no_traetteberg_enjolras_table4"], after=[]),
    "norway_elderly_care": dict(
        tables=["norway/population_by_age_2006_2026_borders_2024",
                "norway/population_by_age_2017_2023_borders_2020",
                "norway/elderly_care_kostra_2023_2025", "norway/care_institution_beds_2015_2018",
                "norway/care_user_payments_2003_2016", "norway/municipalities_2024",
                "norway/municipality_code_crosswalk_to_2024", "norway/boundaries_municipalities_2024"],
        after=[],
    ),
    "norway_sector": dict(
        tables=["norway/nonprofit_satellite_account_2009_2018", "norway/volunteering_survey_2011_2022",
                "norway/icnpo_categories_voluntary_register", "norway/elderly_care_national_1992_2010",
                "published/no_ssb_npi_fte_by_activity", "published/no_ssb_npi_value_added_2010",
                "published/no_ssb_npi_key_figures_2016_2018", "published/no_ssb_care_institution_ownership",
                "published/no_addiction_treatment_by_owner"],
        after=[],
    ),
    "norway_practice": dict(
        tables=["published/no_ltc_units_volunteer_activities_2015", "published/no_municipal_contact_2022",
                "published/no_municipal_volunteering_policy", "norway/municipality_code_crosswalk_to_2024",
                "published/no_municipalities_voluntary_care_2011",
                "published/no_population_ltc_volunteering_2014", "published/no_volunteering_2021_2024"],
        after=[],
    ),
    "norway_drug_care": dict(
        tables=["norway/drug_use_prevalence_2013_2025", "norway/people_who_inject_drugs_2012_2024",
                "countries/drug_care_emcdda_1990_2017", "norway/drug_induced_deaths_2015_2023",
                "published/no_addiction_treatment_by_owner", "norway/health_trust_beds_2024_2025",
                "published/no_municipal_addiction_work", "norway/municipality_code_crosswalk_to_2024",
                "published/no_population_ltc_volunteering_2014",
                "norway/icnpo_categories_voluntary_register"],
        after=[],
    ),
    "discourse": dict(
        title="The voluntary sector in parliament: Norway",
        tables=["discourse/speeches", "discourse/totals_year_party", "discourse/coverage_storting",
                "discourse/hits", "discourse/baseline_frames_by_field", "discourse/validation",
                "discourse/counts_year_party_term", "discourse/coproduction_hits_hand_coded",
                "discourse/programme_counts", "discourse/programme_documents",
                "discourse/written_questions_storting"],
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
                "germany/boundaries_laender", "germany/kreis_care_counts_2023",
                "germany/land_care_counts_2003_2017", "germany/national_care_counts_2019_2023",
                "germany/population_by_age_2015", "germany/social_assistance_sgb_xii_2010_2015"],
        after=[],
    ),
    "institutions": dict(
        tables=["countries/fiscal_decentralisation_imf_1990_2017",
                "countries/local_autonomy_index_1990_2014",
                "countries/regional_authority_index_1950_2018",
                "countries/social_expenditure_oecd_1990_2022",
                "countries/care_health_resources_1960_2025",
                "countries/informal_care_ehis_2014_2019",
                "countries/issp_government_responsibility_1985_2016",
                "countries/world_giving_index_2009_2021",
                "countries/civil_society_vdem_1950_2023"],
        after=[],
    ),
    "germany_sector": dict(
        tables=["germany/care_provider_ownership_1999_2021", "germany/voluntary_sector_2012_2023",
                "germany/volunteering_survey_1999_2014", "published/de_volunteer_rate",
                "published/de_bagfw_free_welfare", "published/de_ziviz_survey",
                "published/no_ssb_care_institution_ownership"],
        after=[],
    ),
    "germany_drug_care": dict(
        tables=["germany/addiction_services_2019", "germany/land_opioid_substitution_2018",
                "germany/land_drug_deaths_2002_2011", "germany/national_drug_deaths_2002_2023",
                "germany/kreis_population_1990_2021", "published/de_addiction_care_system",
                "published/de_addiction_counselling_finance_2024",
                "published/de_addiction_self_help_2017", "countries/drug_care_emcdda_1990_2017",
                "countries/opioid_substitution_provider_types_2019",
                "norway/population_by_age_2006_2026_borders_2024"],
        after=[],
    ),
    "denmark_check": dict(
        tables=["published/comparison_index", "published/dk_institutions_by_field",
                "published/dk_municipal_institutions_design", "published/dk_associations_cooperation",
                "published/dk_municipal_department_heads_2016",
                "published/dk_care_homes_outside_municipality", "published/dk_elderly_care_volunteers",
                "published/dk_volunteering_2004_2020", "published/dk_voluntary_sector_size",
                "published/no_ltc_units_volunteer_activities_2015",
                "published/no_ssb_care_institution_ownership", "denmark/nursing_homes_by_owner_2026"],
        after=[],
    ),
    # The same notebook for two other parliaments: instances, each a page of its own.
    "discourse_germany": dict(
        notebook="discourse", part="3_germany", set={"country": "DEU"},
        title="The voluntary sector in parliament: Germany",
        tables=["discourse/speeches", "discourse/totals_year_party", "discourse/coverage_bundestag",
                "discourse/hits", "discourse/baseline_frames_by_field", "discourse/validation",
                "discourse/counts_year_party_term", "discourse/coproduction_hits_hand_coded",
                "discourse/programme_counts", "discourse/programme_documents"],
        after=[],
    ),
    "discourse_denmark": dict(
        notebook="discourse", part="3_germany", set={"country": "DNK"},
        title="The voluntary sector in parliament: Denmark",
        tables=["discourse/speeches_folketing", "discourse/totals_folketing", "discourse/counts_folketing",
                "discourse/validation", "discourse/coproduction_hits_hand_coded",
                "discourse/programme_counts", "discourse/programme_documents"],
        after=[],
    ),
    "discourse_compared": dict(
        tables=["discourse/speeches", "discourse/totals_year_party", "discourse/coverage_storting",
                "discourse/coverage_bundestag", "discourse/speeches_folketing", "discourse/totals_folketing",
                "discourse/counts_year_party_term", "discourse/counts_folketing",
                "discourse/coproduction_hits_hand_coded", "discourse/programme_counts", "discourse/programme_documents"],
        after=["discourse", "discourse_germany", "discourse_denmark"],
    ),
    "contrast": dict(
        tables=["countries/fiscal_decentralisation_imf_1990_2017",
                "countries/local_autonomy_index_1990_2014",
                "countries/regional_authority_index_1950_2018",
                "countries/social_expenditure_oecd_1990_2022",
                "countries/care_health_resources_1960_2025",
                "countries/informal_care_ehis_2014_2019",
                "countries/issp_government_responsibility_1985_2016",
                "countries/world_giving_index_2009_2021",
                "countries/civil_society_vdem_1950_2023",
                "countries/welfare_regime_analyst_coding", "germany/care_provider_ownership_1999_2021"],
        after=["norway_sector", "norway_drug_care", "germany_sector", "germany_drug_care", "denmark_check",
               "discourse", "discourse_germany", "institutions"],
    ),
    "framing_conditions": dict(tables=["cases/cases"], after=[]),
    "framing_countries": dict(
        tables=["countries/fiscal_decentralisation_imf_1990_2017",
                "countries/local_autonomy_index_1990_2014",
                "countries/regional_authority_index_1950_2018",
                "countries/social_expenditure_oecd_1990_2022",
                "countries/care_health_resources_1960_2025",
                "countries/informal_care_ehis_2014_2019",
                "countries/issp_government_responsibility_1985_2016",
                "countries/world_giving_index_2009_2021",
                "countries/civil_society_vdem_1950_2023", "countries/welfare_regime_analyst_coding"],
        after=[],
    ),
    "multiverse": dict(
        tables=["norway/population_by_age_2006_2026_borders_2024", "norway/care_institution_beds_2015_2018",
                "norway/care_user_payments_2003_2016", "norway/municipalities_2024",
                "norway/municipality_code_crosswalk_to_2024",
                "germany/kreis_care_inkar_2003_2021", "germany/kreis_context_1995_2022",
                "germany/kreis_municipal_finance_1995_2019", "germany/kreis_population_1990_2021",
                "germany/kreis_typology_2017", "germany/kreis_code_crosswalk_to_2021_1990_2020",
                "countries/fiscal_decentralisation_imf_1990_2017", "countries/local_autonomy_index_1990_2014",
                "countries/regional_authority_index_1950_2018", "countries/social_expenditure_oecd_1990_2022",
                "countries/care_health_resources_1960_2025", "countries/informal_care_ehis_2014_2019",
                "countries/issp_government_responsibility_1985_2016",
                "countries/world_giving_index_2009_2021", "countries/civil_society_vdem_1950_2023"],
        after=["norway_elderly_care", "germany_elderly_care", "institutions"],
    ),
    "verdicts": dict(
        tables=["published/no_traetteberg_enjolras_table4", "cases/cases", "literature/coding_first",
                "literature/coding_second"],
        after=["literature_map", "literature_factors", "coding_agreement", "norway_elderly_care", "norway_drug_care",
               "norway_cases", "discourse", "germany_elderly_care", "denmark_check", "discourse_denmark",
               "discourse_compared", "contrast", "framing_conditions", "framing_countries"],
    ),
    "potentials_and_limits": dict(
        tables=["literature/works", "literature/coding_first", "literature/outcome_themes", "norway/municipalities_2024",
                "norway/nonprofit_satellite_account_2009_2018",
                "published/no_ltc_units_volunteer_activities_2015", "published/dk_associations_cooperation",
                "published/dk_municipal_institutions_design"],
        # It reads the verdicts with the claims behind them: all that these come after, and more.
        after=["literature_map", "literature_factors", "norway_elderly_care", "norway_sector", "norway_practice",
               "norway_drug_care", "norway_cases", "discourse", "germany_elderly_care", "germany_sector",
               "germany_drug_care", "institutions", "denmark_check", "discourse_germany", "discourse_denmark",
               "discourse_compared", "contrast", "framing_conditions", "framing_countries", "verdicts"],
    ),
}
# The page of interactive charts draws on the tables of these chapters.
EXPLORED = sorted({t for name in ("institutions", "discourse", "discourse_germany", "literature_map")
                   for t in NOTEBOOKS[name]["tables"]})
# What the page "find your place" is drawn from.
PLACES = ["norway/population_by_age_2006_2026_borders_2024", "norway/elderly_care_kostra_2023_2025",
          "norway/care_institution_beds_2015_2018", "norway/care_user_payments_2003_2016",
          "norway/expenditure_need_index_2025_2026", "norway/municipality_code_crosswalk_to_2024",
          "norway/municipalities_2024", "norway/boundaries_municipalities_2024",
          "germany/kreis_care_inkar_2003_2021", "germany/kreis_care_counts_2023",
          "germany/kreis_context_1995_2022", "germany/kreis_municipal_finance_1995_2019",
          "germany/kreis_typology_2017", "germany/kreise_2021", "germany/boundaries_kreise_2021"]
PAGES = [f for f in deps.files("book") if not f.endswith(".ipynb")]
# All tables that are named here; the reference lists the sha256 of each.
TABLES = sorted({*EXPLORED, *PLACES, *(t for entry in NOTEBOOKS.values() for t in entry["tables"])})
# Each step is a process of its own, forked from one that has its imports behind it.
COPRO = f"{shlex.quote(sys.executable)} -m copro.run.warm copro.cli.main"
deps.check(NOTEBOOKS, [*EXPLORED, *PLACES])
deps.check_contents(NOTEBOOKS)


def stamp(name):
    return f"_build/stamps/{name}.json"


def instance(name):
    """What makes an entry an instance of a notebook; nothing for an ordinary chapter."""
    return {key: value for key, value in NOTEBOOKS[name].items() if key not in ("tables", "after")}


def source(name):
    return NOTEBOOKS[name].get("notebook", name)


rule book:
    input:
        stamp("results"), PAGES, "_config.yml", "_toc.yml", "CITATION.cff", "data/datapackage.json",
        "data/corrections.csv", "codemeta.json", "CHANGELOG.md",
        [deps.table_file(t) for t in sorted({*EXPLORED, *PLACES})],
        deps.modules_of("copro.book.stage", "copro.book.sphinx.extension", "copro.book.sphinx.metadata"),
    output:
        stamp("book"),
    params:
        base=os.environ.get("COPRO_BASE_URL", ""),
        names=list(NOTEBOOKS),
    shell:
        "{COPRO} step book --after {params.names} --stamp {output}"


rule results:
    input:
        [stamp(name) for name in NOTEBOOKS],
        [deps.table_file(t) for t in TABLES],
        "copro/run/committed.py",
    output:
        stamp("results"),
    params:
        names=list(NOTEBOOKS),
        tables=TABLES,
    shell:
        "{COPRO} step results --after {params.names} --tables {params.tables} --stamp {output}"


rule notebook:
    wildcard_constraints:
        name="|".join(NOTEBOOKS),
    input:
        tables=lambda w: [deps.table_file(t) for t in NOTEBOOKS[w.name]["tables"]],
        modules=lambda w: deps.modules_of_notebook(source(w.name)),
        runner=["copro/run/notebook.py", "copro/run/results.py"],
        earlier=lambda w: [stamp(name) for name in NOTEBOOKS[w.name]["after"]],
        environment="requirements.lock",
    output:
        stamp("{name}"),
    params:
        # What counts of a notebook is its cells, not its outputs; of a table, its own card.
        cells=lambda w: deps.notebook_digest(source(w.name)),
        cards=lambda w: deps.card_digest(NOTEBOOKS[w.name]["tables"]),
        tables=lambda w: NOTEBOOKS[w.name]["tables"],
        after=lambda w: NOTEBOOKS[w.name]["after"],
        instance=lambda w: json.dumps(instance(w.name)),
    shell:
        "{COPRO} step notebook --name {wildcards.name} --instance {params.instance:q}"
        " --tables {params.tables} --after {params.after} --stamp {output}"
