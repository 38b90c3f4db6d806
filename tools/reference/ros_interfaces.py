"""The project's ROS messages, services and actions, read from their own files."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def ros_interfaces(root: Path = ROOT) -> str:
    """Return Markdown: each interface file under the name that ROS gives it."""
    files = [
        path
        for folder in ("msg", "srv", "action")
        for path in sorted((root / folder).glob(f"*.{folder}"))
    ]
    return "\n\n".join(_interface(path) for path in files)


def _interface(path: Path) -> str:
    name = f"nabo/{path.parent.name}/{path.stem}"
    return f"#### `{name}`\n\n```\n{path.read_text().strip()}\n```"
