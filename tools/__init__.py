"""What builds and checks the project itself. Standard library only."""
