"""How far the server's clock is ahead of the robot's."""

from datetime import datetime, timedelta

LONGEST_EXCHANGE = timedelta(seconds=2)
"""After a longer one the middle says too little: the network was slow, or a clock was moved."""


def clock_offset(
    sent_at: datetime, received_at: datetime, answered_at: datetime
) -> timedelta | None:
    """Return the server's clock minus the robot's, wrong by half the exchange at most.

    Args:
        sent_at: The robot's clock when the request left.
        received_at: The server's clock when it had the request.
        answered_at: The robot's clock when the answer was there.

    Returns:
        The offset, or None where the exchange took too long to tell.
    """
    took = answered_at - sent_at
    if not timedelta(0) <= took <= LONGEST_EXCHANGE:
        return None
    return received_at - (sent_at + took / 2)
