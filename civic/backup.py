"""`flask backup FILE` and `flask restore FILE`: everything the site knows, but for its keys.

The keys (CIVIC_KEYS, CIVIC_SECRET_KEY) are in no backup: whoever holds a backup and the keys of an
open secret vote could open its envelopes (DESIGN.md §3). They are kept apart, and so are their copies.
"""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import text

from civic import backup_file, dumping
from civic.backup_file import Damaged, Manifest
from civic.database import missing_triggers, utcnow
from civic.extensions import db

AFTER_RESTORE = {}
KEYS_APART = (
    "The keys are not in it. Keep CIVIC_SECRET_KEY and the folder CIVIC_KEYS apart from it: without the "
    "first no phone number can be read, without the second open secret votes are void."
)


def after_restore(name: str):
    """Register what a room does once a backup was put back; it returns lines to tell the operator."""

    def register_it(function):
        AFTER_RESTORE[name] = function
        return function

    return register_it


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file):
    """Write database and photos to FILE, which must not exist yet. The site may go on running."""
    if file.exists():
        raise click.ClickException(f"{file} is there already; nothing was written. Name another file.")
    with _beside(file) as folder:
        with db.engine.connect() as connection:
            revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        manifest = Manifest(db.engine.dialect.name, revision, utcnow().isoformat(timespec="seconds"))
        try:
            dumping.dump(folder / "database")
            photos = backup_file.write(folder / "whole", manifest, folder / "database", _media())
            os.link(folder / "whole", file)  # never over a file that appeared meanwhile
        except (dumping.CannotDump, FileExistsError) as fault:
            raise click.ClickException(f"No backup was written. {fault}") from fault
    _sync(file.parent)
    click.echo(f"{file}: the database and {photos} photo files, {file.stat().st_size:,} bytes.")
    click.echo(KEYS_APART)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def restore(file):
    """Put FILE back into an empty database and an empty photo folder. Stop the site and its worker first."""
    media = _media()
    try:
        dumping.refuse_full()
        if media.is_dir() and any(media.iterdir()):
            raise click.ClickException(f"The photo folder {media} is not empty. Restore into a new one.")
        with _beside(media / "photos") as folder:
            manifest = backup_file.read(file, folder)
            _refuse_foreign(manifest)
            _put_in_place(folder, media)
    except Damaged as fault:
        raise click.ClickException(f"Nothing was restored: {fault}.") from fault
    except dumping.CannotDump as fault:
        raise click.ClickException(f"Nothing was restored. {fault}") from fault
    click.echo(f"Restored what was there at {manifest.made_at}.")
    flask_migrate.upgrade()
    if missing := missing_triggers(db.session()):
        raise click.ClickException(f"Append-only triggers are missing: {', '.join(missing)}")
    for told in AFTER_RESTORE.values():
        db.session.remove()
        for line in told():
            click.echo(line)


def _refuse_foreign(manifest):
    engine = db.engine.dialect.name
    if manifest.engine != engine:
        raise Damaged(f"it is of {manifest.engine}, and this site runs on {engine}")
    versions = ScriptDirectory(str(current_app.extensions["migrate"].directory))
    try:
        versions.get_revision(manifest.revision)
    except CommandError as fault:
        raise Damaged("it was made by a newer version of this program; bring this one up to date") from fault


def _put_in_place(folder, media):
    kinds = list((folder / "media").glob("*"))
    for kind in kinds:
        kind.rename(media / kind.name)
    try:
        dumping.take_in(folder / "database")
    except BaseException:  # half a restore must not look like a whole one
        for kind in kinds:
            shutil.rmtree(media / kind.name)
        raise


@contextmanager
def _beside(path):
    """A private folder on the same disk, gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".civic-", dir=path.parent) as folder:
        yield Path(folder)


def _sync(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _media():
    return Path(current_app.config["MEDIA"])


def register(app) -> None:
    app.cli.add_command(backup)
    app.cli.add_command(restore)
