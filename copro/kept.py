"""Bytes that are costly to make, kept in ``_build/kept`` from one process to the next.

A file holds the sha256 of what it was made from, the sha256 of its content, and the content. One
that does not fit, because it was made from something else, cut off or altered, is made anew; so a
folder that is deleted costs time and nothing else. Files are put in place whole: processes may make
the same one side by side. Nothing is kept where there was no build.
"""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable

from copro.paths import BUILD

KEPT = BUILD / "kept"
SIZE = hashlib.sha256().digest_size


def kept(name: str, sources: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    r"""What ``make`` gives, or what it gave before from the same ``sources``.

    ``name`` is that of the file; all that the bytes hang on has to be among the sources. What
    ``make`` raises is passed on, and nothing is kept then.

    >>> kept("an example", [b"2", b"3"], lambda: bytes(2 + 3))
    b'\x00\x00\x00\x00\x00'
    """
    key = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in sources)).digest()
    file = KEPT / name
    with contextlib.suppress(OSError):
        found = file.read_bytes()
        head, body = found[: 2 * SIZE], found[2 * SIZE :]
        if head == key + hashlib.sha256(body).digest():
            return body
    body = make()
    if BUILD.is_dir():
        with contextlib.suppress(OSError):  # no right to write, a full disk
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f".{file.name}.{os.getpid()}")
            try:
                part.write_bytes(key + hashlib.sha256(body).digest() + body)
                part.replace(file)
            finally:
                part.unlink(missing_ok=True)
    return body
