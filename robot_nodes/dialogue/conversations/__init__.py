"""The conversations, as coroutines that read like the talk they lead.

Cancelling the task of one stops it at once; coming back means running it again.
"""

from robot_nodes.dialogue.conversations.announcement import announcement
from robot_nodes.dialogue.conversations.check_in import CheckInAnswers, check_in
from robot_nodes.dialogue.conversations.help_call import Cry, HelpEnding, cause_of, help_call
from robot_nodes.dialogue.conversations.question import DayFacts, DayItem, question
from robot_nodes.dialogue.conversations.reminder import ReminderAnswer, reminder
from robot_nodes.dialogue.conversations.scene import Acknowledged, Scene

__all__ = [
    "Acknowledged",
    "CheckInAnswers",
    "Cry",
    "DayFacts",
    "DayItem",
    "HelpEnding",
    "ReminderAnswer",
    "Scene",
    "announcement",
    "cause_of",
    "check_in",
    "help_call",
    "question",
    "reminder",
]
