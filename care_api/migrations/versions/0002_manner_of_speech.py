"""How each resident is addressed and spoken with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = (
    sa.Column("speech_volume", sa.Float(), nullable=False, server_default="0.8"),
    sa.Column("hearing", sa.String(), nullable=False, server_default="good"),
    sa.Column("patience_s", sa.Float(), nullable=False, server_default="10"),
    sa.Column("dialect", sa.String(), nullable=False, server_default=""),
    sa.Column("form_of_address", sa.String(), nullable=False, server_default="first_name"),
    sa.Column("title", sa.String(), nullable=False, server_default=""),
    sa.Column("manner_changed_at", sa.DateTime(timezone=True), nullable=True),
)


def upgrade() -> None:
    for column in _COLUMNS:
        op.add_column("resident", column)


def downgrade() -> None:
    for column in _COLUMNS:
        op.drop_column("resident", column.name)
