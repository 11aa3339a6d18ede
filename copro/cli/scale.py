"""Commands whose work outgrows one machine: `copro sweep`, `multiverse` and `robustness`."""

import argparse

from copro.cli.parser import Parser, add_command, number
from copro.paths import ROOT


def add_commands(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Declare them."""
    add = add_command(
        commands,
        "sweep",
        help="run every choice of every chapter, with all that reads its claims",
        description="Run each other value of every parameter, both ends and the middle of every "
        "range, through all chapters that read the claims. What a choice changes is one row of "
        "results/sweep.csv. What has run already does not run again.",
    )
    add.add_argument(
        "chapters", metavar="CHAPTER", nargs="*", help="chapters whose choices are made (all)"
    )
    _add_where(add, "notebooks")
    add.set_defaults(func=_sweep)
    add = add_command(
        commands,
        "multiverse",
        help="compute the curves of the multiverse with more specifications and permutations",
        description="Compute the curves of claims in blocks, side by side or on a cluster, and "
        "write a table of them into _build/multiverse/. Blocks that are there are not computed "
        "again. Beyond the declared specifications, these are repeated without a random tenth of "
        "the units.",
    )
    add.add_argument("claims", metavar="CLAIM", nargs="*", help="ids of claims (all)")
    add.add_argument(
        "--specifications",
        type=number,
        default=0,
        metavar="N",
        help="of each claim (those that are declared)",
    )
    add.add_argument("--permutations", type=number, default=199, metavar="N")
    _add_blocks(add, 25_000_000, "estimates of a block (%(default)s: one or two minutes, 200 MB)")
    add.set_defaults(func=_multiverse)
    add = add_command(
        commands,
        "robustness",
        help="count how often the solutions of configurational chapters survive other choices",
        description="Analyse the cases of a chapter with all declared thresholds and samples, then "
        "with drawn ones (thresholds between those declared, without a random tenth of studies or "
        "countries), each at all cut-offs. Count how often every combination, term and "
        "solution comes back, side by side or on a cluster, and write a table into "
        "_build/robustness/. Blocks that are there are not computed again.",
    )
    add.add_argument(
        "chapters",
        metavar="CHAPTER",
        nargs="*",
        help="framing_conditions or framing_countries (both)",
    )
    add.add_argument("--draws", type=number, default=10_000, metavar="N", help="(%(default)s)")
    _add_blocks(add, 40_000, "draws of a block (%(default)s: one or two minutes)")
    add.set_defaults(func=_robustness)


def _add_blocks(add: argparse.ArgumentParser, size: int, help: str) -> None:
    add.add_argument("--seed", type=int, default=2020)
    add.add_argument("--size", type=number, default=size, metavar="N", help=help)
    _add_where(add, "blocks")


def _add_where(add: argparse.ArgumentParser, what: str) -> None:
    add.add_argument("--jobs", type=number, default=1, help=f"{what} that run side by side (1)")
    add.add_argument(
        "--profile",
        choices=sorted(folder.name for folder in (ROOT / "profiles").glob("*/")),
        default="",
        help="where the steps run: a folder of profiles/, such as slurm (this machine)",
    )


def _sweep(arguments: argparse.Namespace) -> int:
    from copro.run.sweep import sweep

    return sweep(arguments.jobs, arguments.chapters, arguments.profile)


def _multiverse(arguments: argparse.Namespace) -> int:
    from copro.run.blocks import multiverse

    return multiverse(
        arguments.jobs,
        arguments.claims,
        specifications=arguments.specifications,
        permutations=arguments.permutations,
        seed=arguments.seed,
        profile=arguments.profile,
        size=arguments.size,
    )


def _robustness(arguments: argparse.Namespace) -> int:
    from copro.run.blocks import robustness

    return robustness(
        arguments.jobs,
        arguments.chapters,
        draws=arguments.draws,
        seed=arguments.seed,
        profile=arguments.profile,
        size=arguments.size,
    )
