"""`flask votes …`: give out what is needed to count a vote again, and count elections of others."""

import hashlib
import json
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from civic.csv_files import FileFault
from civic.database import writing
from civic.errors import CivicError, NotFound
from civic.places.queries import community
from civic.votes import elections, owners_file, owners_import, owners_plan, pabulib, preflib, queries
from civic.votes.bundle import bundle_file
from civic.votes.roll_models import Basis

votes = AppGroup("votes", help="Votes: what to check, what to bring in.")


@votes.command("bundle")
@click.argument("number", type=int)
def bundle(number):
    """Write the bundle of a counted vote: everything its verifier needs."""
    try:
        path = bundle_file(queries.vote_or_404(number))
    except NotFound as fault:
        raise click.ClickException(f"vote {number} is not there or not counted yet") from fault
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


@votes.command("count-preflib")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def count_preflib(file, as_json):
    """Winners of a PrefLib file of rankings (.soi, .soc), by instant run-off and by Condorcet."""
    try:
        with open(file, encoding="utf-8-sig") as lines:
            found = preflib.count(preflib.read(lines))
    except (ValueError, UnicodeError) as fault:
        raise click.ClickException(f"{file}: {fault}") from fault
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(f"{found['ballots']} ballots, {len(found['alternatives'])} alternatives")
    for rule, says in (("irv", "Instant run-off"), ("condorcet", "Condorcet")):
        winner = found[rule]
        click.echo(f"{says}: {winner['name'] if winner else 'nobody'}")


def counted_pabulib(file) -> tuple:
    """(election, ids of the projects its rule chooses). Raises ClickException in plain words."""
    try:
        with open(file, encoding="utf-8-sig", newline="") as lines:
            election = pabulib.read(lines)
        return election, pabulib.selected(election)
    except (ValueError, UnicodeError) as fault:
        raise click.ClickException(f"{file}: {fault}") from fault


@votes.command("import-pabulib")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Only count; print one JSON object and nothing else.")
def import_pabulib(file, as_json):
    """A closed vote from a participatory budget in a Pabulib file; once for each file."""
    election, selected = counted_pabulib(file)
    if as_json:
        budget = election.budget
        told = {
            "rule": election.rule,
            "budget": budget.numerator if budget.denominator == 1 else float(budget),
            "projects": len(election.costs),
            "ballots": election.votes,
            "selected": selected,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{election.rule}: {len(selected)} of {len(election.costs)} projects")
    path = Path(file)
    source = elections.Source(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    click.echo(f"vote {_built(election, selected, source)}")


def _built(election, selected, source) -> int:
    """The number of the vote; of the earlier one when this file was brought in before."""
    if (number := elections.there_already(source)) is not None:
        return number
    here = community()
    if here is None:
        raise click.ClickException("There is no community yet; make one first")
    with writing():
        try:
            return elections.build(election, selected, source, community_id=here.id).id
        except CivicError as refusal:
            raise click.ClickException(str(refusal.message)) from refusal


@votes.command("import-owners")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", "asked", type=int, help="Number of the community; the first one if left out.")
@click.option("--basis", type=click.Choice(list(Basis)), default=Basis.REGISTRY, help="By which paper.")
@click.option("--dry-run", is_flag=True, help="Only look through the file.")
def import_owners(file, asked, basis, dry_run):
    """Owners of several homes and areas from a CSV register; all of it or, with one wrong line, nothing."""
    with force_locale(current_app.config["LOCALE"]):
        here = community(asked)
        if here is None:
            raise click.ClickException(_("There is no such community. Load or create one first."))
        try:
            register = owners_file.read(file)
            if dry_run:
                done = owners_plan.plan(here.id, register)
            else:
                done = _brought_in(here.id, register, Basis(basis))
        except FileFault as fault:
            raise click.ClickException(_("%(why)s Nothing was written.", why=fault)) from fault
        _tell_of_owners(done, dry_run)


def _brought_in(community_id, register, basis):
    """What was written; what would have been, when a line is wrong."""
    if (found := owners_plan.plan(community_id, register)).faults:
        return found
    try:
        with writing():
            return owners_import.bring_in(community_id, register, basis=basis, by=None)
    except CivicError as refusal:
        raise click.ClickException(f"{refusal} {refusal.next_step or ''}") from refusal


def _tell_of_owners(done, dry_run):
    for fault in done.faults:
        click.echo(_("Line %(line)s: %(why)s", line=fault.number, why=fault.reason), err=True)
    if done.faults:
        raise click.ClickException(_("Nothing was written. Put it right in the file and choose it again."))
    counts = {"owners": len(done.several), "homes": done.joined, "areas": len(done.areas)}
    if dry_run:
        click.echo(
            _("To be written: %(owners)s owners with %(homes)s homes, %(areas)s areas put right.", **counts)
        )
    else:
        click.echo(_("Written: %(owners)s owners with %(homes)s homes, %(areas)s areas put right.", **counts))
    click.echo(
        _(
            "%(there)s stand there already; %(missing)s homes are not named.",
            there=done.there,
            missing=done.missing,
        )
    )


def register(app) -> None:
    app.cli.add_command(votes)
