"""What was known of a resident before it was changed, and a number by which edits notice it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "resident", sa.Column("revision", sa.Integer(), nullable=False, server_default="1")
    )
    op.create_table(
        "former_details",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("spoken_name", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("number_to_call", sa.String(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_former_details_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name="fk_former_details_changed_by_staff"
        ),
        sa.PrimaryKeyConstraint("resident_id", "revision", name="pk_former_details"),
    )


def downgrade() -> None:
    op.drop_table("former_details")
    op.drop_column("resident", "revision")
