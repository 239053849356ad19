"""The OpenAPI schema as the page of the interface lists it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from comparison.api.interface import api


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter or a field of an answer."""

    name: str
    kind: str
    about: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    path: str
    summary: str
    anchor: str
    parameters: tuple[Named, ...]
    fields: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class OperationGroup:
    name: str
    operations: tuple[Operation, ...]


def list_operations() -> tuple[OperationGroup, ...]:
    """Operations under their tags, in the order in which they are written."""
    schema = api.get_openapi_schema()
    found = [
        (described["get"]["tags"][0], _operation(schema, path, described["get"]))
        for path, described in schema["paths"].items()
    ]
    return tuple(
        OperationGroup(tag, tuple(operation for _, operation in own))
        for tag, own in groupby(found, key=lambda entry: entry[0])
    )


def _operation(schema: Mapping[str, Any], path: str, described: Mapping[str, Any]) -> Operation:
    answer = described["responses"][200]["content"]["application/json"]["schema"]
    return Operation(
        path=path,
        summary=described["summary"],
        anchor=described["operationId"],
        parameters=tuple(
            Named(
                parameter["name"],
                _kind(parameter["schema"]),
                parameter.get("description") or parameter["schema"].get("description", ""),
                parameter.get("required", False),
            )
            for parameter in described.get("parameters", ())
        ),
        fields=tuple(_fields(schema, answer)),
    )


def _fields(schema: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Named]:
    """Fields of an answer; of a list, those of its items."""
    properties = _resolve(schema, answer).get("properties", {})
    if "items" in properties and "count" in properties:
        properties = _resolve(schema, properties["items"]["items"]).get("properties", {})
    for name, described in properties.items():
        yield Named(name, _kind(described), described.get("description", ""))


def _resolve(schema: Mapping[str, Any], described: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in described:
        return described
    found: Mapping[str, Any] = schema["components"]["schemas"][described["$ref"].rsplit("/", 1)[1]]
    return found


def _kind(described: Mapping[str, Any]) -> str:
    """A type in words: "integer or null", "list of string"."""
    if "$ref" in described:
        return str(described["$ref"]).rsplit("/", 1)[1].removesuffix("Out")
    if "anyOf" in described:
        return " or ".join(_kind(option) for option in described["anyOf"])
    if described.get("type") == "array":
        return f"list of {_kind(described['items'])}" if "items" in described else "list"
    return str(described.get("format") or described.get("type", "any"))
