"""Handovers between shifts; alerts know their first deadlines and what was found behind them.

The log gets an index by unit for all that is not talk: what a handover reads.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_LONG_AGO = "1970-01-01 00:00:00+00:00"
_NOT_TALK = sa.text("kind NOT IN ('speech.said', 'speech.heard', 'turn.timing')")


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("after_stream", sa.BigInteger(), nullable=False),
        sa.Column("through_stream", sa.BigInteger(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("completed_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_handover_unit_id_unit"),
        sa.ForeignKeyConstraint(["begun_by"], ["staff.id"], name="fk_handover_begun_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.UniqueConstraint("unit_id", "number", name="uq_handover_unit_id_number"),
    )
    op.create_index(
        "ix_handover_open_unit_id",
        "handover",
        ["unit_id"],
        postgresql_where=sa.text("completed_at IS NULL"),
        sqlite_where=sa.text("completed_at IS NULL"),
    )
    op.create_table(
        "handover_signature",
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name="fk_handover_signature_handover_id_handover"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_handover_signature_staff_id_staff"
        ),
        sa.PrimaryKeyConstraint("handover_id", "part", name="pk_handover_signature"),
        sa.UniqueConstraint(
            "handover_id", "staff_id", name="uq_handover_signature_handover_id_staff_id"
        ),
    )
    op.create_table(
        "handover_addition",
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name="fk_handover_addition_handover_id_handover"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_handover_addition_staff_id_staff"
        ),
        sa.PrimaryKeyConstraint("handover_id", "number", name="pk_handover_addition"),
    )
    op.create_index(
        "ix_event_unit_id_stream",
        "event",
        ["unit_id", "stream"],
        postgresql_where=_NOT_TALK,
        sqlite_where=_NOT_TALK,
    )
    for column in ("first_acknowledge_by", "first_handle_by"):
        op.add_column(
            "alert", sa.Column(column, _INSTANT, nullable=False, server_default=_LONG_AGO)
        )
    op.execute(
        "UPDATE alert SET first_acknowledge_by = acknowledge_by, first_handle_by = handle_by"
    )
    op.add_column("alert", sa.Column("finding", sa.String(), nullable=True))
    op.add_column("alert_action", sa.Column("to_staff_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("alert_action", "to_staff_id")
    for column in ("finding", "first_handle_by", "first_acknowledge_by"):
        op.drop_column("alert", column)
    op.drop_index("ix_event_unit_id_stream", table_name="event")
    for table in ("handover_addition", "handover_signature", "handover"):
        op.drop_table(table)
