"""`flask --app app topics import-statements DIR`: a conversation exported from Polis."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import inspect

from civic.database import writing
from civic.extensions import db
from civic.places.queries import community as community_or_first
from civic.topics import polis_folder, statement_import
from civic.topics.grouping import grouped
from civic.topics.statement_models import Kinship

topics = AppGroup("topics", help="Topics and the short statements on them.")

SEED = 1  # of the groups printed: the same folder gives the same groups


@topics.command("import-statements")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--topic", "number", type=int, help="Into this topic; left out, one with the folder's title.")
@click.option("--json", "as_json", is_flag=True, help="Print the groups as JSON and nothing else.")
def import_statements(folder, number, as_json):
    """Read comments.csv and participants-votes.csv of DIR, group the people, add what is missing."""
    with force_locale(current_app.config["LOCALE"]):
        try:
            conversation = polis_folder.read(folder)
        except polis_folder.FolderFault as fault:
            why = f"{fault}."
            raise click.ClickException(_("%(why)s Nothing was written.", why=why)) from fault
        rows, taken_off = conversation.rows()
        groups = grouped(rows, len(conversation.bodies), seed=SEED, left_out=taken_off)["groups"]
        told = _told(conversation, groups)
        click.echo(_write(conversation, number), err=as_json)
        if as_json:
            click.echo(json.dumps(told))
        else:
            kept = _("%(participants)s people, %(kept)s of them grouped.", **told)
            click.echo(kept)


def _told(conversation, groups):
    named = zip(conversation.voices, groups, strict=True)
    placed = {str(voice): group for voice, group in named if group is not None}
    return {
        "statements": len(conversation.bodies),
        "participants": len(conversation.voices),
        "kept": len(placed),
        "groups": placed,
    }


def _write(conversation, number):
    """Add to the site what is missing; says what was done. Without a community there is nowhere to."""
    community = None
    if inspect(db.engine).has_table(Kinship.__tablename__):
        community = community_or_first()
    if community is None:
        return _("There is no community yet: the groups were worked out, nothing was written.")
    community_id = community.id
    with writing():
        topic = statement_import.topic_for(conversation, community_id, number)
        if topic is None:
            raise click.ClickException(_("There is no topic %(number)s.", number=number))
        new, answers = statement_import.bring_statements(topic, conversation)
        said = {"no": topic.id, "new": new, "answers": answers}
    return _("Topic %(no)s: %(new)s new sentences, %(answers)s new answers.", **said)


def register(app) -> None:
    app.cli.add_command(topics)
