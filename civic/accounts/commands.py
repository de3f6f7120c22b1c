"""`flask --app app accounts administrator NUMBER`: the first administrator of a new site."""

import click
from flask.cli import AppGroup

from civic.accounts.phones import normalised
from civic.accounts.queries import persons_with_phone
from civic.accounts.roles import Role
from civic.accounts.signing_in import phone_key
from civic.accounts.workflow import grant_role
from civic.database import writing

accounts = AppGroup("accounts", help="People and roles.")


@accounts.command("administrator")
@click.argument("number")
@click.option("--name", help="Which nickname, when several people share the phone.")
def administrator(number, name):
    """Make whoever signed in with NUMBER administrator. They give all other roles on the site."""
    found = normalised(number)
    people = persons_with_phone(phone_key(found)) if found else []
    people = [person for person in people if name in (None, person.nickname)]
    if len(people) != 1:
        raise click.ClickException(
            "Sign in once with that number first." if not people else "Say which one with --name."
        )
    person_id, nickname = people[0].id, people[0].nickname
    with writing() as session:
        grant_role(session.get(type(people[0]), person_id), Role.ADMINISTRATOR, by=None)
    click.echo(f"{nickname} is administrator.")


def register(app) -> None:
    app.cli.add_command(accounts)
