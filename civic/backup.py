"""`flask backup FILE` and `flask restore FILE`: everything the site knows, but for its keys.

The keys (CIVIC_KEYS, CIVIC_SECRET_KEY) are in no backup: whoever holds a backup and the keys of an
open secret vote could open its envelopes (DESIGN.md §3). They are kept apart, and so are their copies.
"""

import os
import shutil
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from civic import backup_file, dumping, migrating
from civic.backup_file import Damaged, Manifest
from civic.database import missing_triggers, utcnow
from civic.extensions import db

IN_BACKUP, AFTER_RESTORE, SIGNING = {}, {}, {}
UNSIGNED = (
    "Nothing was restored: {fault}. If you know from elsewhere that it is the right one, restore it with "
    "--unsigned."
)
KEYS_APART = (
    "The keys are not in it. Keep CIVIC_SECRET_KEY and the folder CIVIC_KEYS apart from it: without the "
    "first no phone number can be read, without the second open secret votes are void."
)
UNFINISHED = (
    "The restore is not finished, and the site will not start on what is there. "
    "Restore into another, empty database and photo folder."
)


class Contradiction(Exception):
    """What was put back is not what was there; `lines` say where."""

    def __init__(self, lines: list[str]):
        super().__init__(*lines)
        self.lines = lines


def in_backup(name: str):
    """Register what a room writes into the list of a backup (plain JSON), to find it again."""
    return partial(_keep, IN_BACKUP, name)


def after_restore(name: str):
    """Register what a room does once a backup was put back, before the site may start on it.

    It is given what the room wrote into the list, and returns lines to tell the operator. Raises
    Contradiction.
    """
    return partial(_keep, AFTER_RESTORE, name)


def signed(sign, fault_of) -> None:
    """Register who signs backups. `sign(words)` gives the signature's bytes; `fault_of(words, signature)`
    says in words why a signature, or None, is not this site's own; None when it is.
    """
    SIGNING.update(sign=sign, fault_of=fault_of)


class Unsigned(Damaged):
    """Whole, but nothing shows that this site made it."""


def _check_signature(words, signature):
    if fault := SIGNING["fault_of"](words, signature):
        raise Unsigned(fault)


def _keep(registry, name, function):
    registry[name] = function
    return function


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file):
    """Write database and photos to FILE, which must not exist yet. The site may go on running."""
    if file.exists():
        raise click.ClickException(f"{file} is there already; nothing was written. Name another file.")
    _refuse_keys_among_photos(file)
    refuse_unfinished()
    with _beside(file) as folder:
        try:
            manifest = _manifest()
            photos = backup_file.write(
                folder / "whole", manifest, dumping.dump, folder / "database", _media(), SIGNING["sign"]
            )
            _name(folder / "whole", file)
        except (dumping.CannotDump, OSError) as fault:
            raise click.ClickException(f"No backup was written. {fault}") from fault
    backup_file.sync_folder(file.parent)
    size = f"{file.stat().st_size:,} bytes"
    click.echo(f"{file}: the database as of {manifest.made_at} and {photos} photo files, {size}.")
    click.echo(KEYS_APART)


def _manifest():
    with db.engine.connect() as connection:
        revision = migrating.revision_of(connection)
    if revision is None:
        raise click.ClickException("There is no database yet; nothing was written.")
    manifest = Manifest(db.engine.dialect.name, revision, utcnow().isoformat(timespec="seconds"))
    manifest.told = {name: told() for name, told in IN_BACKUP.items()}
    db.session.remove()  # what is told here holds of the first lines of what is read later
    return manifest


def refuse_unfinished() -> None:
    """Raises ClickException on a database that a restore left halfway."""
    if dumping.is_unfinished():
        raise click.ClickException(UNFINISHED)


def _refuse_keys_among_photos(file):
    """What lies in the photo folder goes into the backup: no keys may, nor may the backup itself."""
    media, keys = _media().resolve(), Path(current_app.config["KEYS"]).resolve()
    if keys.is_relative_to(media):
        raise click.ClickException(
            f"CIVIC_KEYS ({keys}) lies inside CIVIC_MEDIA ({media}): the keys would go into the backup. "
            "Nothing was written. Move the keys to a folder of their own, on another disk."
        )
    if file.resolve().is_relative_to(media):
        raise click.ClickException(f"{file} lies among the photos. Nothing was written. Name another place.")


def _name(whole, file):
    """Give the finished file its name, but never to one that took the place of another."""
    try:
        os.link(whole, file)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second names, as a USB stick: look, then rename
        if file.exists():
            raise FileExistsError(f"{file} is there already.") from None
        whole.rename(file)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--despite-faults", is_flag=True, help="Keep what was put back though its record is at fault.")
@click.option("--unsigned", is_flag=True, help="Do not ask for this site's signature on FILE.")
@with_appcontext
def restore(file, despite_faults, unsigned):
    """Put FILE back into an empty database and an empty photo folder. Stop the site and its worker first."""
    media = _media()
    try:
        dumping.refuse_full()
        if media.is_dir() and any(media.iterdir()):
            raise click.ClickException(f"The photo folder {media} is not empty. Restore into a new one.")
        with _beside(media / "photos") as folder:
            check = (lambda words, signature: None) if unsigned else _check_signature
            manifest = backup_file.read(file, folder, check)
            _refuse_foreign(manifest)
            _put_in_place(folder, media)
    except Unsigned as fault:
        raise click.ClickException(UNSIGNED.format(fault=fault)) from fault
    except Damaged as fault:
        raise click.ClickException(f"Nothing was restored: {fault}.") from fault
    except dumping.CannotDump as fault:
        raise click.ClickException(f"Nothing was restored. {fault}") from fault
    try:
        _bring_up(manifest, despite_faults)
    except BaseException:
        click.echo(UNFINISHED, err=True)
        raise
    click.echo(f"Restored what was there at {manifest.made_at}. The site may start.")


def _bring_up(manifest, despite_faults):
    """Everything that has to be true before the mark on the database goes."""
    migrating.upgrade()
    if missing := missing_triggers(db.session()):
        raise click.ClickException(f"Append-only triggers are missing: {', '.join(missing)}")
    faults = []
    for name, told in AFTER_RESTORE.items():
        db.session.remove()
        try:
            lines = told(manifest.told.get(name))
        except Contradiction as found:
            lines = found.lines
            faults += lines
        for line in lines:
            click.echo(line)
    if faults and not despite_faults:
        raise click.ClickException(
            "This backup does not hold what it should. Take another one; or, to go on with this one all "
            "the same, restore it with --despite-faults."
        )
    db.session.remove()
    dumping.finish()


def _refuse_foreign(manifest):
    engine = db.engine.dialect.name
    if manifest.engine != engine:
        raise Damaged(f"it is of {manifest.engine}, and this site runs on {engine}")
    if not migrating.is_known(manifest.revision):
        raise Damaged("it was made by a newer version of this program; bring this one up to date")


def _put_in_place(folder, media):
    kinds = list((folder / "media").glob("*"))
    try:
        for kind in kinds:
            kind.rename(media / kind.name)
        backup_file.sync_folder(media)
        dumping.take_in(folder / "database")
    except BaseException:  # half a restore must not look like a whole one
        for kind in kinds:
            shutil.rmtree(media / kind.name, ignore_errors=True)
        raise


@contextmanager
def _beside(path):
    """A private folder on the same disk, gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".civic-", dir=path.parent) as folder:
        yield Path(folder)


def _media():
    return Path(current_app.config["MEDIA"])


def register(app) -> None:
    app.cli.add_command(backup)
    app.cli.add_command(restore)
