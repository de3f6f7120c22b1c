"""One stylesheet and one script, joined, named by their content, compressed once, cached for a year.

No Node: a few lines join our own files. `flask --app app assets build` writes them below
`civic/static/built`; development and tests build on the first request for a name.
"""

import gzip
import hashlib
import json
import re
from pathlib import Path

import click
from flask import Flask, Response, current_app, request
from flask.cli import AppGroup
from werkzeug.exceptions import NotFound

from civic.authorization import anyone, requires

SOURCE = Path(__file__).parent / "static" / "src"
BUILD = Path(__file__).parent / "static" / "built"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PARTS = {
    "civic.css": ("civic.css", "plan.css", "photos.css", "wall.css", "paper.css"),
    "civic.js": ("htmx-2.0.11.min.js", "civic.js"),
    "icon.svg": ("icon.svg",),
}
FORM = "civic.form"  # in the request: a form macro ran on this page
FOLDER = "/assets/"
FOREVER = "public, max-age=31536000, immutable"

commands = AppGroup("assets", help="The stylesheet and the script.")


def minify_css(text: str) -> str:
    """Comments and needless blanks away; our strings hold no colon and no two blanks."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    return text.replace(": ", ":").replace(";}", "}").strip()


def minify_js(text: str) -> str:
    """Block comments at a line's start, indentation and empty lines away; safe without a parser
    because our own script has no template strings. Licence comments (`/*!`) stay."""
    text = re.sub(r"^[ \t]*/\*(?!!).*?\*/[ \t]*$", "", text, flags=re.S | re.M)
    return "\n".join(line for line in (line.strip() for line in text.splitlines()) if line)


def joined(name: str) -> bytes:
    """The finished content of one asset."""
    minify = {".css": minify_css, ".js": minify_js}.get(Path(name).suffix, str)
    return "\n".join(minify((SOURCE / part).read_text("utf-8")) for part in PARTS[name]).encode()


def build(target: Path = BUILD) -> dict[str, str]:
    """Write every asset with its hash in the name, its gzip twin and manifest.json; returns the manifest."""
    target.mkdir(parents=True, exist_ok=True)
    manifest = {}
    for name in PARTS:
        content = joined(name)
        stem, suffix = name.rsplit(".", 1)
        manifest[name] = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
        _write(target / manifest[name], content)
        _write(target / f"{manifest[name]}.gz", gzip.compress(content, 9, mtime=0))
    _write(target / "manifest.json", json.dumps(manifest, indent=1).encode())
    return manifest


def _write(path, content):
    """Whole or not at all: another process may be reading or writing the same name."""
    draft = path.with_name(f".{path.name}.{hashlib.sha256(content).hexdigest()[:8]}")
    draft.write_bytes(content)
    draft.replace(path)


def manifest() -> dict[str, str]:
    """Names of the built files; built now where missing or, outside production, out of date."""
    known = current_app.extensions["assets"]
    stale = known.get("newest") != _newest() if current_app.debug or current_app.testing else False
    if not known.get("names") or stale:
        path = BUILD / "manifest.json"
        fresh = path.exists() and path.stat().st_mtime_ns >= _newest()
        known["names"] = json.loads(path.read_text()) if fresh else build()
        known["newest"] = _newest()
    return known["names"]


def _newest():
    return max((SOURCE / part).stat().st_mtime_ns for parts in PARTS.values() for part in parts)


def asset_url(name: str) -> str:
    """Address of a built asset, for templates."""
    return f"{request.script_root}{FOLDER}{manifest()[name]}"


@requires(anyone)
def asset(name):
    """One built file, as gzip where the browser takes it."""
    path = BUILD / name
    if path.suffix not in TYPES or path.name != name or not path.is_file():
        raise NotFound
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    content = (path.with_name(f"{name}.gz") if zipped else path).read_bytes()
    response = Response(content, mimetype=TYPES[path.suffix])
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    return response


def need_script() -> str:
    """For form macros: this page has a form, so base.html loads the script. Writes nothing."""
    request.environ[FORM] = True
    return ""


def script_needed() -> bool:
    """For base.html: whether any form macro ran on this page."""
    return request.environ.get(FORM, False)


@commands.command("build")
def build_command():
    """Join, shrink and name the stylesheet and the script."""
    for name, built in build().items():
        click.echo(f"{name}: {built}, {(BUILD / f'{built}.gz').stat().st_size / 1000:.1f} KB compressed")


def register(app: Flask) -> None:
    """The command, the route, and the three names templates use."""
    app.extensions["assets"] = {}
    app.add_url_rule(f"{FOLDER}<name>", "asset", asset)
    app.jinja_env.globals.update(asset_url=asset_url, need_script=need_script, script_needed=script_needed)
    app.cli.add_command(commands)
