"""The reference: writing it, and comparing a run with it."""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd

from copro.paths import BUILD, REFERENCE, ROOT
from copro.pipeline import results
from copro.pipeline.build import NOTEBOOK_RESULTS, RESULTS, build
from copro.pipeline.dependencies import digest, notebook_path
from copro.pipeline.instances import Instance
from copro.pipeline.parameters import MODELS, Parameters, changed
from copro.pipeline.run import replace, run_notebook
from copro.report.ledger import compare

FIGURE_COLUMNS = ["id", "title", "notebook", "cell", "tables", "data_sha256", "alt", "caption"]


def write_results(folders: list[Path], target: Path) -> None:
    """Results of all notebooks as ``claims.json``, ``figures.csv`` and ``tables/*.csv``."""
    merged = results.merge(folders)
    work = Path(tempfile.mkdtemp(prefix=".results.", dir=target.parent))
    claims = [{k: v for k, v in c.items() if k not in ("shown", "digits")} for c in merged["claims"]]
    (work / "claims.json").write_text(json.dumps(claims, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (work / "tables").mkdir()
    figures = []
    for folder in folders:
        for file in sorted(folder.glob("tables/*.csv")):
            shutil.copyfile(file, work / "tables" / file.name)
    for figure in merged["figures"]:
        data = NOTEBOOK_RESULTS / figure["notebook"] / "figures" / f"{figure['id']}.csv"
        figures.append(figure | {"tables": " ".join(figure["tables"]),
                                 "data_sha256": hashlib.sha256(data.read_bytes()).hexdigest()})
    pd.DataFrame(figures, columns=FIGURE_COLUMNS).to_csv(work / "figures.csv", index=False)
    replace(work, target)


def run_and_compare(name: str, parameters: Parameters) -> int:
    """Run a notebook with other parameters and print how its claims differ from the reference."""
    values = changed(parameters)
    label = "-".join(f"{k}={v}" for k, v in values.items()) or "defaults"
    safe = "".join(c if c.isalnum() or c in "=-_." else "_" for c in label)
    target = BUILD / "runs" / (f"{name}-{safe}" if len(safe) < 80 else f"{name}-{digest(values)}")
    found = run_notebook(Instance(name), parameters, target)
    reference = json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))
    # The page of the reference that makes most of the same claims: of several pages of one
    # notebook the one that is nearest.
    ids = {c["id"] for c in found["claims"]}
    owners = Counter(c["notebook"] for c in reference if c["id"] in ids)
    nearest = owners.most_common(1)[0][0] if owners else name
    rows = compare(found["claims"], [c for c in reference if c["notebook"] == nearest])
    print_comparison(rows)
    print(target.relative_to(ROOT))
    return 0


def print_comparison(rows: pd.DataFrame) -> None:
    """Print the claims that differ, with the difference in the unit of the claim."""
    differ = rows[rows["status"] != "same"]
    print(f"{len(rows)} claims, {len(differ)} differ from the reference")
    for row in differ.itertuples():
        line = f"  {row.status:9} {row.id:45} {_show(row.old)} -> {_show(row.new)}"
        if row.difference is not None and pd.notna(row.difference):
            line += f"  ({row.difference:+.4g}"
            line += f", {row.relative:+.1%})" if pd.notna(row.relative) else ")"
        print(line)


def _show(value) -> str:
    return "–" if value is None or value != value else (
        value if isinstance(value, str) else f"{value:.6g}")


def renew_reference(jobs: int) -> int:
    """Build, then put executed notebooks and results in the place of the committed ones."""
    code = build(jobs, "results")
    if code:
        return code
    for folder in sorted(NOTEBOOK_RESULTS.iterdir()):
        # Only a notebook's own page is committed; other instances are rendered from it.
        if not folder.name.startswith(".") and folder.name in MODELS:
            shutil.copyfile(folder / f"{folder.name}.ipynb", notebook_path(folder.name))
    rows = []
    if (REFERENCE / "claims.json").exists():
        rows = [json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8")),
                json.loads((RESULTS / "claims.json").read_text(encoding="utf-8"))]
    beside = REFERENCE.with_name(f".{REFERENCE.name}")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(RESULTS, beside)
    replace(beside, REFERENCE)
    if rows:
        print_comparison(compare(rows[1], rows[0]))
    return 0
