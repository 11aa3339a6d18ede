"""The command line: calibration, examples and tables as people have them."""

import json

import pandas as pd
import pytest
from configurational.cli import main
from qca_reference import FOLDER, published_file

import configurational as qca

LF = published_file("LF")


def run(capsys, *args):
    code = main([*args, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


SURV = [LF, "--outcome", "SURV", "--incl-cut", "0.8"]


def test_published_data_come_with_the_package(capsys, tmp_path):
    for name in qca.EXAMPLES:
        assert main(["example", name]) == 0
        (tmp_path / "out.csv").write_text(capsys.readouterr().out)
        written = qca.read_csv(str(tmp_path / "out.csv"))
        pd.testing.assert_frame_equal(
            written, qca.read_csv(published_file(name)), check_dtype=False
        )
    assert main(["example"]) == 0 and "LF    fuzzy sets" in capsys.readouterr().out
    assert (
        main(["example", "XX"]) == 2
        and "example: found 'XX'; expected LR, LC" in capsys.readouterr().err
    )


def test_every_kind_of_calibration(capsys, tmp_path):
    raw = qca.read_csv(str(FOLDER / "LR.csv"))
    raw["GRADE"] = [0.8, 1, 0.6, 0.2, 0.6, 1, 0.8, 0, 0.2, 0.8, 0.4, 1, 0, 0, 0, 0, 1, 1]
    raw["ANSWER"] = [1, 2, 3, 4, 5, 1] * 3
    path = str(tmp_path / "raw.csv")
    raw.to_csv(path)
    dev, anchors = raw["DEV"], {"e": 400, "c": 550, "i": 900}
    linear = qca.direct(dev, anchors, "linear", below=2, above=0.5)
    for options, expected in (
        (
            ["--anchors", "e=400,c=550,i=900", "--idm", "0.9526"],
            qca.direct(dev, anchors, idm=0.9526),
        ),
        (["--anchors", "e=400,c=550,i=900", "--method", "ecdf"], qca.direct(dev, anchors, "ecdf")),
        (
            [
                "--anchors",
                "e=400,c=550,i=900",
                "--method",
                "linear",
                "--below",
                "2",
                "--above",
                "0.5",
            ],
            linear,
        ),
        (["--grades", "GRADE"], qca.indirect(dev, raw["GRADE"])),
        (["--grades", "GRADE", "--method", "beta"], qca.indirect_beta(dev, raw["GRADE"])),
        (
            ["--anchors", "t1=400,t2=550,t3=900", "--method", "indirect"],
            qca.indirect_thresholds(dev, [400, 550, 900]),
        ),
    ):
        code, result, _ = run(capsys, "calibrate", path, "--column", "DEV", *options)
        assert code == 0 and list(result["memberships"].values()) == pytest.approx(
            list(expected), abs=1e-12
        )
    _, result, _ = run(capsys, "calibrate", path, "--column", "ANSWER", "--method", "tfr")
    assert list(result["memberships"].values()) == pytest.approx(list(qca.tfr(raw["ANSWER"])))
    for options in (
        [],
        ["--method", "tfr", "--anchors", "t=1"],
        ["--grades", "GRADE", "--anchors", "t=1"],
    ):
        code, _, err = run(capsys, "calibrate", path, "--column", "DEV", *options)
        assert code == 2 and ("--anchors" in err)


def test_suggested_anchors_come_with_a_warning(capsys):
    code, result, err = run(
        capsys, "anchors", str(FOLDER / "LR.csv"), "--column", "DEV", "--number", "1"
    )
    expected = qca.suggest_anchors(qca.read_csv(str(FOLDER / "LR.csv"))["DEV"], 1)
    assert code == 0 and result["thresholds"] == list(expected.thresholds) and "warning" in err
    assert main(["anchors", str(FOLDER / "LR.csv"), "--column", "DEV"]) == 0
    assert "DEV: groups with thresholds at" in capsys.readouterr().out


def test_tables_as_people_have_them(capsys, tmp_path):
    lines = [
        "Land;Jahr;A;B;Y",
        "Österreich;1990;0,9;ja;1",
        "Österreich;2000;0,2;nein;0",
        "Italien;1990;0,8;ja;1",
        "Italien;2000;0,1;;0",
    ]
    (tmp_path / "t.csv").write_bytes("\r".join(lines).encode("latin-1"))
    path, options = (
        str(tmp_path / "t.csv"),
        ["--outcome", "Y", "--conditions", "A,B", "--id", "Land,Jahr"],
    )
    code, result, err = run(
        capsys, "truth-table", path, *options, "--labels", "ja=1,nein=0", "--drop-missing"
    )
    assert code == 0 and result["truth_table"][3]["cases"] == ["Österreich_1990", "Italien_1990"]
    assert "1 of 4 cases dropped for missing values: Italien_2000 (B)" in err
    assert all(
        m in result["messages"]
        for m in ("columns are separated by semicolons", "decimal commas in A")
    )
    code, result, err = run(
        capsys,
        "truth-table",
        path,
        *options,
        "--labels",
        "ja=1,nein=0",
        "--drop-missing",
        "--sep",
        ";",
        "--decimal",
        ",",
        "--encoding",
        "latin-1",
    )
    assert code == 0 and "separated" not in err and "decimal" not in err and "Latin-1" not in err
    assert main(["truth-table", path, *options, "--labels", "ja=1,nein=0"]) == 2
    assert "case Italien_2000: found 1 missing value" in capsys.readouterr().err
    assert main(["truth-table", path, *options, "--labels", "ja"]) == 2
    assert "--labels: found 'ja'" in capsys.readouterr().err
    assert main(["truth-table", path, "--outcome", "Y", "--sep", "tab"]) == 2


def test_clusters_may_be_parts_of_the_label(capsys, tmp_path):
    frame = qca.read_csv(LF)
    pd.concat([frame.assign(land=frame.index, year=y) for y in (1, 2)]).to_csv(
        tmp_path / "panel.csv", index=False
    )
    code, result, _ = run(
        capsys,
        "cluster",
        str(tmp_path / "panel.csv"),
        *SURV[1:],
        "--id",
        "land,year",
        "--cluster",
        "year",
        "--unit",
        "land",
    )
    assert code == 0 and result["fits"][0]["between"]["1"] == result["fits"][0]["between"]["2"]
    assert len(result["fits"][0]["within"]) == 18 and result["fits"][0][
        "d_between"
    ] == pytest.approx(0)
