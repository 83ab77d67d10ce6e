"""Prints what a source tree of vLLM says about a release, as JSON. Only reads: nothing of the tree is imported or run."""

import json
import sys

from flags import flags
from modules import Sources
from names import kv_cache_dtypes, metrics, open_choices, registered_parsers
from option_keys import environment_variables, option_choices, option_keys
from quantization import quantization


def main():
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: set ARCHON_PYTHON")
    sources = Sources(sys.argv[1])
    found = flags(sources)
    facts = {
        "flags": found,
        "quantization": quantization(sources),
        "kvCacheDtypes": kv_cache_dtypes(found),
        "toolCallParsers": registered_parsers(sources, "ToolParserManager", ["_TOOL_PARSERS_TO_REGISTER"]),
        "reasoningParsers": registered_parsers(sources, "ReasoningParserManager", ["_REASONING_PARSERS_TO_REGISTER"]),
        "metrics": metrics(sources),
        "optionKeys": option_keys(sources),
        "optionChoices": option_choices(sources),
        "environment": environment_variables(sources),
        "openChoices": open_choices(sources, found),
    }
    json.dump(facts, sys.stdout)


main()
