"""Residents move to another unit, and the service ends for them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_IS_AHEAD = sa.text("done_at IS NULL AND undone_at IS NULL")


def upgrade() -> None:
    op.add_column("resident", sa.Column("ended_at", _INSTANT, nullable=True))
    op.create_table(
        "transition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("from_unit_id", sa.Uuid(), nullable=False),
        sa.Column("to_unit_id", sa.Uuid(), nullable=True),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("takes_robot", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("planned_at", _INSTANT, nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("done_at", _INSTANT, nullable=True),
        sa.Column("undone_at", _INSTANT, nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("freed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_transition_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(
            ["from_unit_id"], ["unit.id"], name="fk_transition_from_unit_id_unit"
        ),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name="fk_transition_to_unit_id_unit"),
        sa.ForeignKeyConstraint(
            ["planned_by"], ["staff.id"], name="fk_transition_planned_by_staff"
        ),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name="fk_transition_undone_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_transition"),
    )
    op.create_index("ix_transition_resident_id", "transition", ["resident_id"])
    op.create_index(
        "ix_transition_due_at",
        "transition",
        ["due_at"],
        postgresql_where=_IS_AHEAD,
        sqlite_where=_IS_AHEAD,
    )


def downgrade() -> None:
    op.drop_table("transition")
    op.drop_column("resident", "ended_at")
