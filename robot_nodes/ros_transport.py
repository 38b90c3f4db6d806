"""The way that ROS messages take between processes: never through shared memory.

Fast DDS keeps a segment of shared memory for each port. A process that is killed leaves its
segments half written; the next one on the same port opens them, follows their pointers and dies
(eProsima/Fast-DDS issue 6501): a robot that was killed once would not come up again.
"""

from collections.abc import MutableMapping
from pathlib import Path

_PROFILES = ("FASTRTPS_DEFAULT_PROFILES_FILE", "FASTDDS_DEFAULT_PROFILES_FILE")
_TRANSPORTS = "FASTDDS_BUILTIN_TRANSPORTS"
_RANGE = "ROS_AUTOMATIC_DISCOVERY_RANGE"
_LOOPBACK = Path(__file__).with_name("loopback.xml")


def avoid_shared_memory(environment: MutableMapping[str, str]) -> None:
    """Set what makes Fast DDS go by UDP; to be called before a context is initialised.

    What somebody has chosen otherwise stays, and so does another middleware. rmw_fastrtps adds
    shared memory to the range LOCALHOST whatever else is set: the same range comes from a profile.
    """
    if not environment.get("RMW_IMPLEMENTATION", "rmw_fastrtps").startswith("rmw_fastrtps"):
        return
    if _TRANSPORTS in environment or any(name in environment for name in _PROFILES):
        return
    if environment.get(_RANGE) == "LOCALHOST":
        environment[_RANGE] = "SYSTEM_DEFAULT"
        environment.update(dict.fromkeys(_PROFILES, str(_LOOPBACK)))
    else:
        environment[_TRANSPORTS] = "UDPv4"
