"""Accounts: contacts, persons, memberships, codes, sign-ins, second factors, drafts.

Revision ID: 0003_accounts
Revises: 0002_places
"""

import sqlalchemy as sa
from alembic import op

from civic.database import append_only

revision = "0003_accounts"
down_revision = "0002_places"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("valid_to IS NULL")
TABLES = [
    "attempt",
    "recovery_code",
    "second_factor",
    "sign_in_session",
    "sign_in_code",
    "consent",
    "contact_view",
    "draft",
    "representative",
    "household_code",
    "membership",
    "person",
    "contact",
]


def key():
    return sa.Column("id", BigId, primary_key=True)


def to(name, target, nullable=True, primary_key=False):
    return sa.Column(name, BigId, sa.ForeignKey(target), nullable=nullable, primary_key=primary_key)


def moment(name, nullable=True):
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def words(name, length, nullable=False, unique=False):
    return sa.Column(name, sa.String(length), nullable=nullable, unique=unique)


def sealed(name):
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade():
    _persons()
    _memberships()
    _households()
    _records()
    _signing_in()
    append_only(op, "contact_view")


def _persons():
    op.create_table(
        "contact",
        key(),
        words("phone_lookup", 64, unique=True),
        sealed("phone_sealed"),
        moment("created_at", nullable=False),
    )
    op.create_table(
        "person",
        key(),
        to("contact_id", "contact.id"),
        words("nickname", 32),
        words("state", 32),
        sa.Column("is_adult", sa.Boolean(), nullable=False),
        words("password_hash", 200, nullable=True),
        moment("created_at", nullable=False),
    )
    op.create_index("ix_person_contact_id", "person", ["contact_id"])


def _memberships():
    # `body` comes with the next revision: SQLite takes the reference now, PostgreSQL gets it there.
    later = [sa.ForeignKey("body.id")] if op.get_bind().dialect.name == "sqlite" else []
    op.create_table(
        "membership",
        key(),
        to("person_id", "person.id", nullable=False),
        words("role", 32),
        to("place_id", "place.id"),
        sa.Column("body_id", BigId, *later),
        to("household_id", "household.id"),
        to("community_id", "place.id"),
        words("standing", 32),
        moment("valid_from", nullable=False),
        moment("valid_to"),
        moment("verified_at"),
        to("verified_by_id", "person.id"),
        words("end_reason", 200, nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="order"),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    op.create_index("ix_membership_body_id", "membership", ["body_id"])
    op.create_index("ix_membership_household_id", "membership", ["household_id", "standing"])
    op.create_index("ix_membership_role", "membership", ["role", "community_id"])
    _one_open("uq_membership_open_household", "membership", ["person_id", "household_id"])


def _one_open(name, table, columns):
    op.create_index(name, table, columns, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def _households():
    op.create_table(
        "household_code",
        key(),
        to("household_id", "household.id", nullable=False),
        words("code_lookup", 64, unique=True),
        moment("issued_at", nullable=False),
        to("issued_by_id", "person.id"),
        moment("expires_at", nullable=False),
        moment("used_at"),
        to("used_by_id", "person.id"),
        moment("revoked_at"),
    )
    op.create_index("ix_household_code_household_id", "household_code", ["household_id"])
    op.create_table(
        "representative",
        key(),
        to("household_id", "household.id", nullable=False),
        to("person_id", "person.id", nullable=False),
        moment("valid_from", nullable=False),
        moment("valid_to"),
    )
    for column in ("household_id", "person_id"):
        _one_open(f"uq_representative_{column}", "representative", [column])


def _records():
    op.create_table(
        "draft",
        key(),
        words("token", 43, unique=True),
        words("kind", 32),
        to("person_id", "person.id"),
        sa.Column("data", sa.JSON(), nullable=False),
        moment("created_at", nullable=False),
        moment("expires_at", nullable=False),
    )
    op.create_index("ix_draft_person_id", "draft", ["person_id"])
    op.create_index("ix_draft_expires_at", "draft", ["expires_at"])
    op.create_table(
        "contact_view",
        key(),
        to("person_id", "person.id", nullable=False),
        to("viewer_id", "person.id", nullable=False),
        words("viewer_role", 32),
        words("reason", 200),
        moment("viewed_at", nullable=False),
    )
    op.create_index("ix_contact_view_person_id", "contact_view", ["person_id"])
    op.create_table(
        "consent",
        key(),
        to("person_id", "person.id", nullable=False),
        words("kind", 32),
        sa.Column("version", sa.Integer(), nullable=False),
        moment("given_at", nullable=False),
        moment("withdrawn_at"),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"])


def _signing_in():
    op.create_table(
        "sign_in_code",
        key(),
        words("challenge_lookup", 64, unique=True),
        words("phone_lookup", 64),
        sealed("phone_sealed"),
        words("purpose", 32),
        words("code_hash", 64),
        moment("created_at", nullable=False),
        moment("expires_at", nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        moment("used_at"),
        to("person_id", "person.id"),
    )
    op.create_index("ix_sign_in_code_phone_lookup", "sign_in_code", ["phone_lookup"])
    op.create_index("ix_sign_in_code_expires_at", "sign_in_code", ["expires_at"])
    op.create_table(
        "sign_in_session",
        key(),
        words("token_lookup", 64, unique=True),
        to("person_id", "person.id", nullable=False),
        words("device_lookup", 64),
        words("device_label", 64),
        sa.Column("by_code", sa.Boolean(), nullable=False),
        moment("signed_in_at", nullable=False),
        moment("confirmed_at", nullable=False),
        moment("last_seen_at", nullable=False),
        moment("expires_at", nullable=False),
        moment("second_factor_at"),
        moment("ended_at"),
    )
    op.create_index("ix_sign_in_session_expires_at", "sign_in_session", ["expires_at"])
    op.create_index("ix_sign_in_session_person_id", "sign_in_session", ["person_id"])
    op.create_index("ix_sign_in_session_device_lookup", "sign_in_session", ["device_lookup"])
    _second_factors()


def _second_factors():
    op.create_table(
        "second_factor",
        to("person_id", "person.id", nullable=False, primary_key=True),
        sealed("secret_sealed"),
        moment("confirmed_at"),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table(
        "recovery_code",
        key(),
        to("person_id", "person.id", nullable=False),
        words("code_lookup", 64, unique=True),
        moment("used_at"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])
    op.create_table(
        "attempt",
        key(),
        words("kind", 32),
        words("key", 64),
        moment("at", nullable=False),
    )
    op.create_index("ix_attempt_kind", "attempt", ["kind", "key", "at"])
    op.create_index("ix_attempt_at", "attempt", ["at"])


def downgrade():
    for table in TABLES:
        op.drop_table(table)
