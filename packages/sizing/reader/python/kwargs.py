"""What vLLM's get_kwargs makes of a configuration class: for each field the keyword arguments of add_argument."""

import ast

from evaluate import MISSING
from hints import NONE, is_dataclass, read_hints


def class_kwargs(evaluator, cls):
    """By field name, in the order of dataclasses.fields()."""
    fields = {}
    for owner in reversed(evaluator.lineage(cls)):
        for node in owner.node.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                if "ClassVar" not in ast.unparse(node.annotation):
                    fields[node.target.id] = (owner, node)
    return {name: field_kwargs(evaluator, cls, owner, node) for name, (owner, node) in fields.items()}


def field_kwargs(evaluator, cls, owner, node):
    default = MISSING if node.value is None else evaluator.eval(node.value, owner.module)
    kwargs = {} if default is MISSING else {"default": default}
    kwargs["field"] = f"{owner.name}.{node.target.id}"
    hints = read_hints(evaluator, node.annotation, owner.module)
    kwargs.update(hint_kwargs(evaluator, hints))
    return kwargs


def hint_kwargs(evaluator, hints):
    by_name = {}
    for hint in hints:
        by_name.setdefault(hint.name, hint)
    dataclass = next((hint for hint in hints if hint.cls and hint.name != "dict" and is_dataclass(evaluator, hint.cls)), None)
    if dataclass:
        return {"type": f"json:{dataclass.name}"}
    if by_name.keys() == {"bool", "str", NONE}:
        return {"type": "str", "nargs": "?", "const": True}
    if "bool" in by_name:
        return {"action": "BooleanOptionalAction"}
    if "Literal" in by_name:
        return literal_kwargs(by_name["Literal"].values, "str" in by_name)
    for name in ("tuple", "list", "set"):
        if name in by_name:
            return collection_kwargs(by_name[name])
    if "int" in by_name:
        return {"type": "int"}
    if "float" in by_name:
        return {"type": "float"}
    if "dict" in by_name:
        return {"type": "json|str" if "str" in by_name else "json"}
    return {"type": "str"}


def literal_kwargs(values, open_to_others):
    """Argparse enforces the values, unless the annotation allows any string beside them."""
    kind = type(values[0]).__name__ if values else "str"
    return {"type": kind, "known" if open_to_others else "choices": list(values)}


def collection_kwargs(hint):
    elements = hint.arguments[0] if hint.arguments else []
    literal = next((element for element in elements if element.name == "Literal"), None)
    kwargs = literal_kwargs(literal.values, len(elements) > 1) if literal else {}
    if not literal:
        names = {element.name for element in elements}
        kwargs["type"] = names.pop() if len(names) == 1 else "str"
    fixed = hint.name == "tuple" and not any(part and part[0].name == "..." for part in hint.arguments)
    kwargs["nargs"] = len(hint.arguments) if fixed else "+"
    return kwargs
