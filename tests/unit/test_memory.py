"""What is said of memory: limits of a process, of its container, and what the system has ended."""

import psutil
import pytest

from copro.run import memory


@pytest.fixture
def container(tmp_path, monkeypatch):
    """Writes the files in which the system names the group of a process and its limits."""

    def write(own, limits):
        (tmp_path / "own").write_text(own)
        for place, text in limits.items():
            file = tmp_path / "groups" / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text + "\n")

    monkeypatch.setattr(memory, "OWN_GROUP", tmp_path / "own")
    monkeypatch.setattr(memory, "GROUPS", tmp_path / "groups")
    monkeypatch.setattr(memory, "_limits", dict)
    return write


@pytest.mark.parametrize(
    ("own", "limits", "expected"),
    [
        ("0::/job/step\n", {"job/memory.max": "500000000", "job/step/memory.max": "max"}, 5e8),
        ("4:memory:/job\n0::/\n", {"memory/job/memory.limit_in_bytes": "600000000"}, 6e8),
        ("0::/\n", {"memory.max": "700000000"}, 7e8),
        ("0::/job\n", {}, None),
    ],
)
def test_a_container_that_allows_too_little_is_named_before_anything_runs(
    container, own, limits, expected
):
    container(own, limits)
    assert memory.group_limit() == expected
    assert memory.free() <= (expected or psutil.virtual_memory().total)
    said = memory.too_little()
    if expected is None:
        assert said == ""
    else:
        assert f"its container or job {expected / 1e9:.1f} GB" in said
        assert said.endswith("a build needs 0.8 GB at least: allow more")


def test_addresses_that_suffice_for_no_library_are_named(monkeypatch):
    monkeypatch.setattr(memory, "_limits", lambda: {"ulimit -v": 10**9})
    assert "this process may use 1.0 GB (ulimit -v)" in memory.too_little()


def test_a_process_that_the_system_ended_is_said_to_be(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "COUNTS", tmp_path / "vmstat")
    monkeypatch.setattr(memory, "_ENDED_BEFORE", 2)
    for count, words in ((2, "it was killed, by someone or for want"), (3, "ended a process for")):
        (tmp_path / "vmstat").write_text(f"nr_free 1\noom_kill {count}\n")
        assert words in memory.why("Kernel died")
