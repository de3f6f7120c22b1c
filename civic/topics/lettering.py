"""Gives the options of a topic their letters: drawn by lot from a fresh seed, which is published."""

import secrets

from sqlalchemy import update

from civic.extensions import db
from civic.topics.lots import draw
from civic.topics.models import Option


def draw_letters(topic, options) -> dict[str, int]:
    """Letter `options` anew and sort them; returns letter → option id for the record of the act."""
    db.session.execute(update(Option).where(Option.topic_id == topic.id).values(letter=None))
    topic.letters_seed = secrets.token_hex(16)
    letters = draw(topic.letters_seed, [option.id for option in options])
    for option in options:
        option.letter = letters[option.id]
    options.sort(key=lambda option: letters[option.id])
    return {option.letter: option.id for option in options}
