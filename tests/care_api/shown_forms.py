"""The forms of our pages, filled in as they are shown: no test types their fields by hand."""

from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser

Attributes = Mapping[str, str | None]
Form = dict[str, list[str]]
"""Field -> its values."""


class Forms(HTMLParser):
    """Reads the forms of a page that are sent by POST, each with what a browser would send."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        """Write `typed` into the fields that the page leaves empty."""
        super().__init__()
        self.found: list[tuple[str, Form]] = []
        """Address and fields, in the order of the page."""
        self._typed = typed
        self._form: Form | None = None
        self._select: tuple[str, list[str], list[str]] | None = None
        self._text: tuple[str, list[str]] | None = None
        self._starts: Mapping[str, Callable[[Attributes], None]] = {
            "form": self._begin,
            "input": self._input,
            "button": self._button,
            "select": self._begin_select,
            "option": self._option,
            "textarea": self._begin_text,
        }

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field in."""
        if tag in self._starts and (self._form is not None or tag == "form"):
            self._starts[tag](dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """Keep what was chosen or written between two tags."""
        if tag == "select" and self._select is not None:
            name, offered, chosen = self._select
            shown = next(iter((*chosen, *offered)), "")
            self._keep(name, shown or self._typed.get(name, ""))
            self._select = None
        if tag == "textarea" and self._text is not None:
            name, parts = self._text
            self._keep(name, "".join(parts) or self._typed.get(name, ""))
            self._text = None
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        """Take in what stands in a field of several lines."""
        if self._text is not None:
            self._text[1].append(data)

    def _begin(self, form: Attributes) -> None:
        self._form = {}
        if form.get("method") == "post":
            self.found.append((form.get("action") or "", self._form))

    def _input(self, field: Attributes) -> None:
        name, value = field.get("name") or "", field.get("value") or ""
        match field.get("type"):
            case "radio":  # the one that is chosen, else the first
                if "checked" in field or name not in self._fields:
                    self._fields[name] = [value]
            case "checkbox":
                if "checked" in field or self._typed.get(name) == value:
                    self._keep(name, value)
            case "submit" | None if not name:
                pass
            case _:
                self._keep(name, value or self._typed.get(name, ""))

    def _button(self, button: Attributes) -> None:
        if button.get("name") and button.get("name") != "look":
            self._fields.setdefault(str(button["name"]), [button.get("value") or ""])

    def _begin_select(self, select: Attributes) -> None:
        self._select = (select.get("name") or "", [], [])

    def _option(self, option: Attributes) -> None:
        if self._select is not None:
            value = option.get("value") or ""
            self._select[1].append(value)
            if "selected" in option:
                self._select[2].append(value)

    def _begin_text(self, text: Attributes) -> None:
        self._text = (text.get("name") or "", [])

    @property
    def _fields(self) -> Form:
        assert self._form is not None
        return self._form

    def _keep(self, name: str, value: str) -> None:
        if name:
            self._fields.setdefault(name, []).append(value)


def forms_of(pages: Iterable[str], typed: Mapping[str, str]) -> dict[str, Form]:
    """Return address -> fields of every form on the pages, the first of each address."""
    found: dict[str, Form] = {}
    for page in pages:
        reader = Forms(typed)
        reader.feed(page)
        for address, fields in reader.found:
            found.setdefault(address, fields)
    return found
