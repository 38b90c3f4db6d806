"""What somebody did who looked at a resident, in words that the resident understands too."""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.audit.act import Act
from care_api.web.wording import mark

_OVERVIEW = mark("Looked at the unit's overview")
_DAY = mark("Read a day: what was said and done")
_FIGURES = mark("Looked at how tasks and answers went over time")
_PLAN = mark("Read the plan")
_EXPORTING = mark("Took the plan out as a file")
_PLANNING = mark("Worked on the plan")
_ALERT = mark("Followed up an alert")
_SPEAKING = mark("Had the robot say or ask something")
_ABOUT = mark("Read notes, contacts, consents and decisions")
_WRITING = mark("Wrote about the resident: notes, contacts, consents or decisions")
_CHANGING = mark("Changed the name, the room or the language")
_PLACING = mark("Worked on a move to another unit, or on the end of the service")
_REGISTERING = mark("Registered the resident")
_READERS = mark("Looked at who has read this")
_HANDOVER = mark("Handed the shift over")
_ROBOTS = mark("Looked after the robots")
_MANNER = mark("Looked at how the robot speaks with the resident")

OWN_PAGE = mark("Read the resident's own page")
ELSE = mark("Opened a page about the resident")

_OPERATIONS: Mapping[str, tuple[str, ...]] = {
    _OVERVIEW: ("read_board", "read_resident", "follow_resident", "unfollow_resident"),
    _DAY: ("read_timeline", "read_tasks"),
    _FIGURES: ("read_adherence", "read_adherence_page", "read_answers_page", "read_presence_page"),
    _PLAN: ("read_plan", "read_plan_page", "show_versions", "show_export"),
    _EXPORTING: ("export_plan",),
    _PLANNING: (
        "save_plan",
        "new_item",
        "show_item",
        "save_item",
        "remove_item",
        "show_preview",
        "hear_preview",
        "show_frame",
        "save_frame",
        "restore_version",
        "show_template",
        "save_template",
        "read_file",
        "add_items",
    ),
    _ALERT: (
        "read_alerts",
        "list_alerts",
        "list_frequent",
        "read_frequent",
        "read_ladder",
        "steps",
        "own",
        "acknowledge",
        "handle",
        "close",
        "show_alert",
        "own_alert",
        "acknowledge_alert",
        "handle_alert",
        "close_alert",
        "read_alert",
    ),
    _SPEAKING: (
        "read_commands_page",
        "say",
        "check_in",
        "call_back",
        "send_to_resident",
        "of_resident",
    ),
    _ABOUT: ("read_about_page", "read_notes_page", "read_consents_page", "read_decision_page"),
    _WRITING: (
        "write_note",
        "show_note",
        "correct_note",
        "new_contact",
        "add_contact",
        "show_contact",
        "change_contact",
        "remove_contact",
        "put_contact_back",
        "record_consent",
        "save_decision",
        "read_links_page",
        "make_link",
        "revoke_link",
    ),
    _READERS: ("read_accesses", "read_readers_page"),
    _HANDOVER: (
        "show_running",
        "begin_handover",
        "show_handover",
        "sign_handover",
        "add_to_handover",
    ),
    _ROBOTS: ("read_robots_page", "read_robots"),
    _MANNER: ("read_speech", "save_speech"),
    _CHANGING: ("read_details", "save_details", Act.RESIDENT_CHANGED.value),
    _PLACING: (
        "show_move",
        "move_resident",
        "show_end",
        "end_service",
        "withdraw_transition",
        "resume_service",
        "read_former_residents",
        *(
            act.value
            for act in (
                Act.TRANSITION_PLANNED,
                Act.TRANSITION_WITHDRAWN,
                Act.RESIDENT_MOVED,
                Act.SERVICE_ENDED,
                Act.SERVICE_RESUMED,
            )
        ),
    ),
    _REGISTERING: ("register_resident",),
    OWN_PAGE: ("read_family_page",),
}

ACCESSES: Mapping[str, str] = MappingProxyType(
    {operation: words for words, operations in _OPERATIONS.items() for operation in operations}
)
"""Operation of the access log -> message id."""


def access_words(operation: str) -> str:
    """Return the message id of what was done."""
    return ACCESSES.get(operation, ELSE)
