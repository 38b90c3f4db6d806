"""Whom an OpenID provider means, by its issuer and subject and no longer by a user name.

Nobody is connected by this: a link for each does it (docs/decisions/0053).
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_subject",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_subject_staff_id_staff"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_staff_subject"),
        sa.UniqueConstraint("staff_id", name="uq_staff_subject_staff_id"),
    )


def downgrade() -> None:
    op.drop_table("staff_subject")
