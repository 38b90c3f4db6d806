"""The robot's own display: what it says in large letters, and large buttons to answer with."""
