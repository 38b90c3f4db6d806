"""The conversations, as coroutines that read like the talk they lead.

Cancelling the task of one stops it at once; coming back means running it again, with what is
known of it so far.
"""

from robot_nodes.dialogue.conversations.agenda import DayFacts, DayItem
from robot_nodes.dialogue.conversations.announcement import announcement
from robot_nodes.dialogue.conversations.asked import Asked
from robot_nodes.dialogue.conversations.check_in import (
    CheckInAnswers,
    CheckInSoFar,
    check_in,
    how_are_you,
)
from robot_nodes.dialogue.conversations.help_call import (
    Cry,
    HelpCall,
    HelpEnding,
    cause_of,
    help_call,
)
from robot_nodes.dialogue.conversations.privacy import Discretion
from robot_nodes.dialogue.conversations.question import is_question, question
from robot_nodes.dialogue.conversations.reminder import ReminderAnswer, SoFar, reminder
from robot_nodes.dialogue.conversations.reminders import Dose, reminders
from robot_nodes.dialogue.conversations.scene import Acknowledged, Scene, Wishes

__all__ = [
    "Acknowledged",
    "Asked",
    "CheckInAnswers",
    "CheckInSoFar",
    "Cry",
    "DayFacts",
    "DayItem",
    "Discretion",
    "Dose",
    "HelpCall",
    "HelpEnding",
    "ReminderAnswer",
    "Scene",
    "SoFar",
    "Wishes",
    "announcement",
    "cause_of",
    "check_in",
    "help_call",
    "how_are_you",
    "is_question",
    "question",
    "reminder",
    "reminders",
]
