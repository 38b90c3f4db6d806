"""The robot's adapters: each fulfils a port with one library, device or protocol."""
