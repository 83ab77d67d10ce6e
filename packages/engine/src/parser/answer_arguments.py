"""Answers, line by line in JSON, what the parser of `vllm serve` makes of arguments.

{"argv": [...]} gets {"values": {...}} or {"error": "..."}; {"flags": true} gets {"flags": [...]}.
"""

import contextlib
import io
import json
import os
import sys
from argparse import Action, ArgumentParser
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

# Whatever vLLM prints while it is imported is no answer.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from vllm.entrypoints.cli.serve import cmd_init  # noqa: E402
from vllm.utils.argparse_utils import FlexibleArgumentParser  # noqa: E402


def main() -> None:
    parser, serve = make_parsers()
    for line in sys.stdin:
        question = json.loads(line)
        answer = {"flags": describe(serve)} if "flags" in question else parse(parser, question["argv"])
        print(json.dumps(answer, default=plain), file=answers, flush=True)


def plain(value: Any) -> Any:
    """A configuration as a map, an item of an enumeration by its name: as JSON gave them to the parser."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value) if hasattr(value, field.name)}
    return value.name if isinstance(value, Enum) else str(value)


def make_parsers() -> tuple[ArgumentParser, ArgumentParser]:
    """As main() of vllm/entrypoints/cli/main.py makes them, for one command."""
    parser = FlexibleArgumentParser(description="vLLM CLI")
    subparsers = parser.add_subparsers(required=False, dest="subparser")
    (serve,) = (command.subparser_init(subparsers) for command in cmd_init())
    return parser, serve


def parse(parser: ArgumentParser, argv: list[str]) -> dict[str, Any]:
    """What comes after the parser, as the check that a chat template is there, needs the machine it runs on."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            return {"values": vars(parser.parse_args(["serve", *argv]))}
    except SystemExit:
        return {"error": said.getvalue().strip().splitlines()[-1]}
    except Exception as error:  # noqa: BLE001: vLLM would end with it
        return {"error": f"{type(error).__name__}: {error}"}


def describe(serve: ArgumentParser) -> list[dict[str, Any]]:
    return [describe_action(action) for action in serve._actions if action.dest != "help"]


def describe_action(action: Action) -> dict[str, Any]:
    return {
        "names": action.option_strings,
        "kind": type(action).__name__,
        "nargs": action.nargs,
        "type": getattr(action.type, "__name__", None),
        "choices": None if action.choices is None else [str(choice) for choice in action.choices],
        "dest": action.dest,
    }


if __name__ == "__main__":
    main()
