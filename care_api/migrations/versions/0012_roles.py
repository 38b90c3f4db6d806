"""Several roles in one unit; who leads a unit is its leader."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("staff_unit") as table:
        table.drop_constraint("pk_staff_unit", type_="primary")
        table.create_primary_key("pk_staff_unit", ["staff_id", "unit_id", "role"])
    op.execute("UPDATE staff_unit SET role = 'leader' WHERE role = 'manager'")


def downgrade() -> None:
    op.execute("UPDATE staff_unit SET role = 'manager' WHERE role = 'leader'")
    op.execute(
        "DELETE FROM staff_unit WHERE EXISTS (SELECT 1 FROM staff_unit AS other "
        "WHERE other.staff_id = staff_unit.staff_id AND other.unit_id = staff_unit.unit_id "
        "AND other.role > staff_unit.role)"
    )
    with op.batch_alter_table("staff_unit") as table:
        table.drop_constraint("pk_staff_unit", type_="primary")
        table.create_primary_key("pk_staff_unit", ["staff_id", "unit_id"])
