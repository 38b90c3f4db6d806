"""Notes, the people around a resident, consents, service decisions, and the family's page."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("written_at", _INSTANT, nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        _refers("note", "resident_id", "resident"),
        _refers("note", "written_by", "staff"),
        sa.PrimaryKeyConstraint("id", "revision", name="pk_note"),
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relationship", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("removed_at", _INSTANT, nullable=True),
        _refers("relation", "resident_id", "resident"),
        _refers("relation", "changed_by", "staff"),
        sa.PrimaryKeyConstraint("id", name="pk_relation"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        _refers("consent", "resident_id", "resident"),
        _refers("consent", "recorded_by", "staff"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_table(
        "service_decision",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("suitability", sa.String(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("trained", sa.String(), nullable=False),
        sa.Column("evaluate_on", sa.Date(), nullable=True),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        _refers("service_decision", "resident_id", "resident"),
        _refers("service_decision", "saved_by", "staff"),
        sa.PrimaryKeyConstraint("resident_id", "revision", name="pk_service_decision"),
    )
    op.create_table(
        "family_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("reader_name", sa.String(), nullable=False),
        sa.Column("is_resident", sa.Boolean(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        _refers("family_link", "resident_id", "resident"),
        _refers("family_link", "made_by", "staff"),
        _refers("family_link", "revoked_by", "staff"),
        sa.PrimaryKeyConstraint("id", name="pk_family_link"),
        sa.UniqueConstraint("code_hash", name="uq_family_link_code_hash"),
    )
    op.create_table(
        "family_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        _refers("family_look", "link_id", "family_link"),
        _refers("family_look", "resident_id", "resident"),
        sa.PrimaryKeyConstraint("id", name="pk_family_look"),
    )
    for table, column in _INDEXED:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


_INDEXED = (
    ("note", "resident_id"),
    ("relation", "resident_id"),
    ("consent", "resident_id"),
    ("family_link", "resident_id"),
    ("family_look", "link_id"),
    ("family_look", "resident_id"),
)


def downgrade() -> None:
    for table in (
        "family_look",
        "family_link",
        "service_decision",
        "consent",
        "relation",
        "note",
    ):
        op.drop_table(table)
