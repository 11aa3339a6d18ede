"""The data package as its public validator reads it:
`frictionless validate data/datapackage.json`.
"""

from frictionless import Package

from copro.data.catalogue import package
from copro.paths import DATA


def test_the_descriptor_and_every_resource_are_valid():
    assert [str(error) for error in Package.metadata_validate(package())] == []
    report = Package(str(DATA / "datapackage.json")).validate()
    assert len(report.tasks) == len(package()["resources"])
    assert report.valid, [
        (task.name, [error.message for error in task.errors][:3])
        for task in report.tasks
        if not task.valid
    ]


def test_what_is_no_csv_has_no_rows_in_the_sense_of_the_validator():
    cards = Package(str(DATA / "datapackage.json")).to_dict()["resources"]
    others = [card for card in cards if card["format"] != "csv"]
    assert len(others) == 6 and all(card["records"] > 0 and "rows" not in card for card in others)
