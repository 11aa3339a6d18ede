"""The receipt of a check names the commit of this project, and of no other."""

import subprocess

from copro.run import check


def test_a_folder_inside_another_history_has_no_commit(tmp_path, monkeypatch):
    inside = tmp_path / "inside"
    inside.mkdir()
    for command in (
        ["init", "-q"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "a"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    monkeypatch.setattr(check, "ROOT", tmp_path.resolve())
    assert len(check._commit()) == 40
    monkeypatch.setattr(check, "ROOT", inside.resolve())
    assert check._commit() is None
