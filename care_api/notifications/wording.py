"""A notification in words: severity, unit and a link. Who it is about stands behind the login."""

from care_api.notifications.message import Message, Say, Text
from care_api.web.wording import SEVERITIES, mark

_NOBODY = mark("Nobody has taken it. Log in to Nabo to see what it is about.")
_LATE = mark("It has not been handled in time. Log in to Nabo to see what it is about.")


def in_words(message: Message, say: Say, public_url: str | None) -> Text:
    """Return a notification in its receiver's language."""
    severity = say(message.locale, SEVERITIES[message.severity])
    subject = f"Nabo: {severity} – {message.unit_name}"
    lines = [subject, say(message.locale, _LATE if message.is_about_handling else _NOBODY)]
    if public_url:
        lines.append(f"{public_url.rstrip('/')}/alerts/{message.alert_id}")
    return Text(subject=subject, body="\n".join(lines))
