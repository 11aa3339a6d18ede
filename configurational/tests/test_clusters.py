"""Cluster diagnostics: equal to R's SetMethods 4.1, except where its figure is made of noise."""

import json

import numpy as np
import pandas as pd
import pytest
from qca_reference import FOLDER

import configurational as qca

CLUSTER = json.loads((FOLDER / "cluster.json").read_text())
ARROW = {"sufficiency": "->", "necessity": "<-"}


def frame_of(entry):
    return pd.read_csv(FOLDER / "cluster" / f"{entry['file']}.csv")


def agrees(found, reference, where):
    """R adds 1e-10 to the sums it divides, which shows where a sum is small."""
    for ours, theirs in (
        (found.consistency, reference["pooled"]),
        (found.coverage, reference["coverage"]["pooled"]),
    ):
        assert ours == pytest.approx(theirs, abs=1e-9), where
    for name in ("between", "within"):
        table = getattr(found, name)
        for column, values in (
            ("consistency", reference[name]),
            ("coverage", reference["coverage"][name]),
        ):
            assert list(table.index) == list(values), where
            # The sums are of memberships with two digits: 0.01 is the smallest.
            np.testing.assert_allclose(
                table[column], list(values.values()), atol=1.001e-8, rtol=0, err_msg=where
            )
    for ours, key, parts in (
        (found.d_between, "dBP", "between"),
        (found.d_within, "dWP", "within"),
    ):
        if max(reference[parts].values()) > 1e-6:
            assert ours == pytest.approx(reference[key], abs=2e-8), (where, key)
        else:
            # No cluster has any consistency: all are equal. What R gives compares the 1e-10s that
            # it has added, each divided by the size of the cluster's set.
            assert ours == 0 and reference[key] > 0.3, (where, key)


@pytest.mark.parametrize("entry", CLUSTER, ids=lambda e: e["file"])
def test_expressions(entry):
    for asked in entry["results"]:
        text = f"{asked['expression']} {ARROW[asked['relation']]} {asked['outcome']}"
        found = qca.cluster_expression(frame_of(entry), text, entry["cluster"], entry["unit"])
        agrees(found, asked, f"{entry['file']}: {text}")


@pytest.mark.parametrize("entry", [e for e in CLUSTER if e["solution"]], ids=lambda e: e["file"])
def test_first_parsimonious_model(entry):
    frame, reference = frame_of(entry), entry["solution"]
    table = qca.truth_table(
        frame.drop(columns=[entry["unit"], entry["cluster"]]),
        "OUT",
        incl_cut=reference["call"]["incl_cut"],
    )
    solution = qca.minimize(table, "parsimonious")
    model = solution.models.index(tuple(sorted(reference["model"])))
    found = qca.cluster_solution(solution, frame[entry["cluster"]], frame[entry["unit"]], model)
    assert [f.name for f in found[:-1]] == sorted(reference["model"])
    for fit in found[:-1]:
        agrees(fit, reference["terms"][fit.name], f"{entry['file']}: {fit.name}")
    assert found[-1].consistency == pytest.approx(solution.fit["incl"][model])
    assert found[-1].coverage == pytest.approx(solution.fit["cov"][model])


def test_in_six_places_every_cluster_has_consistency_zero():
    zeros = [
        key
        for e in CLUSTER
        for r in e["results"]
        for key, parts in (("dBP", "between"), ("dWP", "within"))
        if max(r[parts].values()) <= 1e-6
    ]
    assert len(zeros) == 6


def test_distances_are_zero_when_clusters_agree_and_name_the_empty_ones():
    frame = pd.DataFrame(
        {
            "u": list("abcdef"),
            "t": [1, 1, 2, 2, 3, 3],
            "A": [1, 1, 1, 1, 0, 0],
            "Y": [1, 0, 1, 0, 1, 0],
        }
    )
    found = qca.cluster_expression(frame[frame.t < 3], "A -> Y", "t", "u")
    assert found.d_between == 0 and not [m for m in found.messages if "clusters" in m]
    found = qca.cluster_expression(frame, "A -> Y", "t", "u")
    assert found.between.loc[3, "consistency"] == 1
    assert any(m.startswith("clusters") and m.endswith(": 3") for m in found.messages)


def test_labels_are_required_and_taken_in_the_order_of_the_cases():
    frame = frame_of(CLUSTER[0])
    with pytest.raises(qca.UnknownColumnError, match="cluster 'year'"):
        qca.cluster_expression(frame, "A -> OUT", "year", "unit")
    with pytest.raises(qca.ParameterError, match="relation"):
        qca.cluster_fit([1, 0], [1, 0], [1, 1], [1, 2], "both")
    with pytest.raises(qca.ParameterError, match=r"1 labels.*2, one per case"):
        qca.cluster_fit([1, 0], [1, 0], [1], [1, 2])
    with pytest.raises(qca.MissingValueError, match="cluster of case 2"):
        qca.cluster_fit([1, 0], [1, 0], [1, None], [1, 2])
    labelled = pd.DataFrame(
        {"id": ["x", "y", "z"], "t": [3, 1, 2], "A": [1, 0, 1], "B": [1, 1, 0], "Y": [1, 0, 1]}
    )
    data = qca.prepare(labelled, "Y", ["A", "B"], id_column="id")
    shuffled = labelled.iloc[[2, 0, 1]]
    (years,) = qca.cluster_columns(data, shuffled, "t", id_column="id")
    assert years.tolist() == [3, 1, 2]
