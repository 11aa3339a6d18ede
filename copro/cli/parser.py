"""How commands are declared: a parser that knows what was meant, and the types of options."""

import argparse
import difflib
import re
from collections.abc import Callable
from typing import Any, NoReturn

from copro import __version__
from copro.errors import CODES

Option = tuple[tuple[str, ...], dict[str, Any]]
Run = Callable[..., int | None]
COMMANDS: list[tuple[str, Run, tuple[Option, ...], dict[str, Any]]] = []


class Parser(argparse.ArgumentParser):
    """A mistyped word is answered with the nearest that there is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and what was probably meant; ends with the code 2."""
        typed = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        known = re.findall(r"[\w-]+", typed[2]) if typed else []
        near = difflib.get_close_matches(typed[1], known, n=1) if typed else []
        super().error(message + "".join(f"; did you mean '{one}'?" for one in near))


def option(*names: str, **more: Any) -> Option:
    """An argument of a command, in the words of ``argparse``."""
    return names, more


def command(name: str, help: str, *options: Option, **more: Any) -> Callable[[Run], Run]:
    """Make a function a command, which is given the options by their names and returns its exit
    code; its own help begins with what the list of commands says of it.
    """
    said = {"help": help, "description": f"{help[0].upper()}{help[1:]}.", "epilog": CODES} | more

    def declared(run: Run) -> Run:
        COMMANDS.append((name, run, options, said))
        return run

    return declared


def parser() -> Parser:
    """The parser of all commands that have been declared."""
    made = Parser(
        prog="copro",
        description="Tables, notebooks and claims of the CoPro compendium.",
        epilog=CODES,
    )
    made.add_argument("--version", action="version", version=f"copro {__version__}")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for name, run, options, said in COMMANDS:
        own = commands.add_parser(name, **said)
        own.set_defaults(run=run)
        for names, more in options:
            own.add_argument(*names, **more)
    return made


def number(text: str) -> int:
    """A whole number from 1 on.

    >>> number("2")
    2
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}; expected a whole number from 1 on")
    return int(text)
