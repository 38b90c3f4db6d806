"""The robot's own voice and ears, for what is read aloud."""

from tests.robot_nodes.speech.conftest import norwegian_model, spoken

__all__ = ["norwegian_model", "spoken"]
