"""The smallest document that fits a JSON schema, with ids of somebody's unit in it."""

from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]
Id = Callable[[str], object]
"""Name of a member, such as `resident_id` -> an id of that kind, or None."""
_FORMATS = {"date": "2026-03-02", "date-time": "2026-03-02T08:00:00Z", "time": "08:00:00"}


def example_of(schema: Schema, find_id: Id) -> Any:  # noqa: ANN401 - JSON
    """Return a document with what the schema requires, and every id that it may have."""
    return Examples(schema.get("$defs", {}), find_id).of(schema, "")


class Examples:
    """Makes documents whose schemas refer to common definitions."""

    def __init__(self, definitions: Mapping[str, Schema], find_id: Id) -> None:
        """Take ids from `find_id`."""
        self._definitions = definitions
        self._find_id = find_id

    def of(self, schema: Schema, name: str) -> Any:  # noqa: ANN401 - JSON
        """Return an example of the member of that name."""
        plain = self._chosen(schema)
        fixed = plain.get("const", next(iter(plain.get("enum", ())), None))
        if fixed is not None:
            return fixed
        makers: Mapping[str, Callable[[Schema, str], Any]] = {
            "object": self._object,
            "array": self._array,
            "string": self._text,
            "boolean": lambda _schema, _name: True,
            "integer": lambda schema, _name: schema.get("minimum", 1),
            "number": lambda schema, _name: schema.get("minimum", 1),
        }
        make = makers.get(plain.get("type", ""))
        return make(plain, name) if make else None

    def _chosen(self, schema: Schema) -> Schema:
        """Follow references, and take the first of several shapes."""
        while True:
            if "$ref" in schema:
                schema = self._definitions[schema["$ref"].rpartition("/")[2]]
                continue
            choices = schema.get("anyOf") or schema.get("oneOf")
            if not choices:
                return schema
            schema = choices[0]

    def _object(self, schema: Schema, _name: str) -> dict[str, Any]:
        required = {"kind", *schema.get("required", ())}
        return {
            name: self.of(member, name)
            for name, member in schema.get("properties", {}).items()
            if name in required or name.endswith(("_id", "_ids"))
        }

    def _array(self, schema: Schema, name: str) -> list[Any]:
        is_needed = schema.get("minItems") or name.endswith("_ids")
        return [self.of(schema.get("items", {}), name.removesuffix("s"))] if is_needed else []

    def _text(self, schema: Schema, name: str) -> str:
        kind = str(schema.get("format", ""))
        if kind == "uuid":
            return str(self._find_id(name) or self._find_id("item_id"))
        return _FORMATS.get(kind, "x" * max(1, int(schema.get("minLength", 1))))
