"""The inner hashes of each community's tree, so that a proof reads a handful of rows.

Revision ID: 0016_ledger_nodes
Revises: 0015_outside_results
"""

import sqlalchemy as sa
from alembic import op

from civic.database import append_only
from civic.ledger import merkle

revision = "0016_ledger_nodes"
down_revision = "0015_outside_results"


def upgrade():
    node = op.create_table(
        "ledger_node",
        sa.Column("community_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
    )
    leaves = op.get_bind().execute(
        sa.text(
            'SELECT l.community_id, l."index", e.leaf_hash FROM ledger_leaf l '
            'JOIN ledger_entry e ON e.id = l.entry_id ORDER BY l.community_id, l."index"'
        )
    )
    trees: dict[int, merkle.Growing] = {}
    rows = []
    for community_id, _index, leaf in leaves:
        tree = trees.setdefault(community_id, merkle.Growing())
        for level, index, mark in tree.append(bytes(leaf)):
            rows.append({"community_id": community_id, "level": level, "index": index, "hash": mark})
    for start in range(0, len(rows), 5000):
        op.bulk_insert(node, rows[start : start + 5000])
    append_only(op, "ledger_node")


def downgrade():
    op.drop_table("ledger_node")
