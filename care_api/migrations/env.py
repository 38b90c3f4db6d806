"""How Alembic reaches the database: over the connection that care_api.migrate gives it."""

from alembic import context

from care_api.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller's transaction, which also holds the lock
)
context.run_migrations()
