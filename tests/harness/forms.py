"""Forms filled and sent as a browser would: hidden fields go along, unknown fields are a mistake."""

from urllib.parse import urlencode

from tests.harness.document import Document, is_selector, words

BUTTONS = ("submit", "button", "image", "reset")


class FormFault(AssertionError):
    """The test asked of a form what nobody could do with it in a browser."""


class FilledForm:
    """The one form of `document` that `wanted` (a button's words, or CSS) names, with its values."""

    def __init__(self, document: Document, wanted: str, button: str | None = None):
        self.document = document
        self.node, pressed = _find(document, wanted)
        if button is not None:
            pressed = _button(self.controls(), button)
        self.button = pressed or next((n for n in self.controls() if _is_submit(n)), None)
        self.values = [pair for control in self.controls() for pair in _sent(control)]
        if self.button is not None and (name := self.button.attributes.get("name")):
            self.values.append((name, self.button.attributes.get("value") or ""))

    @property
    def method(self) -> str:
        return (self.node.attributes.get("method") or "get").lower()

    @property
    def action(self) -> str:
        override = self.button.attributes.get("formaction") if self.button is not None else None
        return override or self.node.attributes.get("action") or self.document.url

    @property
    def address(self) -> str:
        """Where a GET form leads."""
        pairs = [(name, value) for name, value in self.values if isinstance(value, str)]
        return self.action.partition("?")[0] + "?" + urlencode(pairs)

    @property
    def data(self) -> dict:
        """As Werkzeug's test client takes it: lists for names sent more than once."""
        gathered = {}
        for name, value in self.values:
            gathered.setdefault(name, []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in gathered.items()}

    def controls(self) -> list:
        inside = self.node.css("input, select, textarea, button")
        ident = self.node.attributes.get("id")
        return inside + (self.document.all(f'[form="{ident}"]') if ident else [])

    def fill(self, fields: dict) -> None:
        for name, value in fields.items():
            found = [n for n in self.controls() if n.attributes.get("name") == name and not _is_submit(n)]
            if not found:
                raise FormFault(f"No field {name!r} in the form; it has {self._names()}")
            if any("disabled" in n.attributes for n in found):
                raise FormFault(f"{name!r} is disabled")
            self.values = [pair for pair in self.values if pair[0] != name]
            self.values += [(name, item) for item in _chosen(found, name, value)]

    def _names(self):
        return sorted({n.attributes.get("name") for n in self.controls() if n.attributes.get("name")})


def _find(document, wanted):
    if is_selector(wanted):
        return document.one(wanted), None
    buttons = [n for n in document.all("form button, form input, button[form]") if _is_submit(n)]
    found = [n for n in buttons if _caption(n) == wanted] or [n for n in buttons if wanted in _caption(n)]
    if len(found) != 1:
        shown = [_caption(n) for n in buttons]
        raise FormFault(f"{len(found)} buttons say {wanted!r} on {document.url}; it has {shown}")
    return _form_of(document, found[0]), found[0]


def _form_of(document, node):
    if ident := node.attributes.get("form"):
        return document.element(ident)
    while node.tag != "form":
        node = node.parent
    return node


def _button(controls, wanted):
    found = [n for n in controls if _is_submit(n) and wanted in (n.attributes.get("value"), _caption(n))]
    if len(found) != 1:
        raise FormFault(f"{len(found)} buttons {wanted!r} in the form")
    return found[0]


def _caption(node):
    return words(node.text(separator=" ") or node.attributes.get("value") or "")


def _is_submit(node):
    kind = node.attributes.get("type")
    return kind in (None, "submit") if node.tag == "button" else kind in ("submit", "image")


def _sent(node):
    """(name, value) pairs this control sends untouched."""
    name, kind = node.attributes.get("name"), node.attributes.get("type")
    if not name or "disabled" in node.attributes or node.tag == "button" or kind in (*BUTTONS, "file"):
        return []
    if node.tag == "textarea":
        return [(name, node.text())]
    if node.tag == "select":
        options = node.css("option")
        chosen = [o for o in options if "selected" in o.attributes]
        if not chosen and "multiple" not in node.attributes:
            chosen = options[:1]
        return [(name, _value(o)) for o in chosen]
    if kind in ("checkbox", "radio"):
        return [(name, _value(node))] if "checked" in node.attributes else []
    return [(name, node.attributes.get("value") or "")]


def _value(node):
    default = words(node.text()) if node.tag == "option" else "on"
    value = node.attributes.get("value")
    return default if "value" not in node.attributes else value or ""


def _chosen(controls, name, value):
    """The values sent once a person has set these controls to `value`."""
    first = controls[0]
    kind = first.attributes.get("type")
    if kind == "file":
        return value if isinstance(value, list) else [value]
    if first.tag == "select":
        offered = [_value(option) for option in first.css("option")]
    elif kind in ("checkbox", "radio"):
        offered = [_value(control) for control in controls]
    else:
        return [str(item) for item in (value if isinstance(value, list) else [value])]
    if value is None or value is False:
        return []
    given = value if isinstance(value, list) else [value]
    wanted = offered[:1] if value is True else [str(item) for item in given]
    if unknown := [v for v in wanted if v not in offered]:
        raise FormFault(f"{name!r} offers {offered}, not {unknown}")
    return wanted
