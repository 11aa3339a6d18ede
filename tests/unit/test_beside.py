"""Work that several processes do: in the order in which it is asked for, and errors come whole."""

import pytest

from copro.book.beside import processes, workers
from copro.data import errors
from copro.run import memory


def broken(table):
    raise errors.MissingValue(table, row=3, column="share", found="nothing", expected="a number")


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_in_another_process_is_the_same_as_in_this_one(processes):
    with workers(processes) as team:
        assert list(team.map(abs, range(-3, 0))) == [3, 2, 1]
        with pytest.raises(errors.MissingValue) as told:
            team.submit(broken, "a/b").result()
    assert "a/b, line 3, column share" in str(told.value)
    assert (told.value.table, told.value.row, told.value.column) == ("a/b", 3, "share")


@pytest.mark.parametrize(
    ("cores", "gigabytes", "expected"), [(1, 9, 1), (2, 9, 2), (64, 9, 4), (8, 0.8, 1), (8, 0.1, 1)]
)
def test_as_many_processes_work_as_cores_and_memory_allow(monkeypatch, cores, gigabytes, expected):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(cores)), raising=False)
    monkeypatch.setattr(memory, "free", lambda: int(gigabytes * 1e9))
    assert processes() == expected


def test_one_process_does_all_where_there_is_no_shared_memory(monkeypatch):
    def none(*_, **__):
        raise OSError("no /dev/shm")

    monkeypatch.setattr("copro.book.beside.ProcessPoolExecutor", none)
    with workers(2) as team:
        assert team.submit(abs, -1).result() == 1
