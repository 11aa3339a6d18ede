"""The receipt of a check: the commit of this project and no other, words of pages, what is none."""

import shutil
import subprocess

import pytest

from copro.run import receipt
from copro.run.verify import Unusable, verify


def test_a_folder_inside_another_history_has_no_commit(tmp_path, monkeypatch):
    if shutil.which("git") is None:
        pytest.skip("there is no Git on this machine")
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


def test_the_words_of_a_page_count_and_not_its_marks():
    page = b"<html><style>p {}</style><p>48&nbsp;% of <a href='x'>them</a></p></html>"
    assert receipt.words(page) == receipt.words("<h2>48\u00a0%</h2> of them".encode())
    assert receipt.words(page) != receipt.words(page.replace(b"48", b"49"))


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "No such file"), ("{", "no JSON"), ("[]", "no receipt"), ('{"receipt": 1}', "of form")],
)
def test_what_is_no_receipt_is_refused(tmp_path, text, words):
    file = tmp_path / "receipt.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(Unusable, match=words):
        verify(file)
