"""How commands are declared: a parser that knows what was meant, and the types of options."""

import argparse
import difflib
import re
from typing import Any, NoReturn

from copro.errors import CODES


class Parser(argparse.ArgumentParser):
    """A mistyped word is answered with the nearest that there is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and what was probably meant; ends with the code 2."""
        typed = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        known = re.findall(r"[\w-]+", typed[2]) if typed else []
        near = difflib.get_close_matches(typed[1], known, n=1) if typed else []
        super().error(message + "".join(f"; did you mean '{one}'?" for one in near))


def add_command(
    commands: "argparse._SubParsersAction[Parser]", name: str, *, help: str, **more: Any
) -> Parser:
    """A command; its own help begins with what the list of commands says of it."""
    said = f"{help[0].upper()}{help[1:]}."
    return commands.add_parser(name, help=help, **({"description": said, "epilog": CODES} | more))


def number(text: str) -> int:
    """A whole number from 1 on.

    >>> number("2")
    2
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}; expected a whole number from 1 on")
    return int(text)
