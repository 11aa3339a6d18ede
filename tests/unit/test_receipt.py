"""The receipt of a check names the commit of this project, and of no other."""

import subprocess

from copro.run import receipt


def test_a_folder_inside_another_history_has_no_commit(tmp_path, monkeypatch):
    inside = tmp_path / "inside"
    inside.mkdir()
    for command in (
        ["init", "-q"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "a"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    monkeypatch.setattr(receipt, "ROOT", tmp_path.resolve())
    assert len(receipt.commit()) == 40
    monkeypatch.setattr(receipt, "ROOT", inside.resolve())
    assert receipt.commit() is None
