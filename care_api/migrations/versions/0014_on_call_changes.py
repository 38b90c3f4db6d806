"""What differs from the weekly times on call: somebody is away, or on call besides."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "on_call_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_on_call", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_on_call_change_contact_id_contact"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_on_call_change"),
    )
    op.create_index("ix_on_call_change_contact_id", "on_call_change", ["contact_id"])


def downgrade() -> None:
    op.drop_table("on_call_change")
