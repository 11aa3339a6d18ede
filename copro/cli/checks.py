"""The check of the whole book, and the certificate of it."""

from copro.book import certificate
from copro.book.drawn import drawn
from copro.run import check as checks
from copro.run.differences import summed


def check(jobs: int, target: str) -> int:
    """Check the book up to ``target``, write its certificate and say in a line what it came to."""
    code, receipt = checks.check(jobs, target, drawn())
    if receipt:
        differ = summed([one["kind"] for one in receipt["differences"]])
        print(f"{differ}; nbval {receipt['nbval']}; certificate: {certificate.write(receipt)}")
    return code
