"""The channels that an installation has set up."""

from collections.abc import Mapping

from care_api.notifications.channel import Channel
from care_api.notifications.email import Email, MailServer
from care_api.notifications.settings import NotificationSettings
from care_api.notifications.webhook import Gateway, Webhook
from codebook.alert import ChannelKind
from schedules.clock import Clock


def channels(settings: NotificationSettings, clock: Clock) -> Mapping[ChannelKind, Channel]:
    """Return the ways that are set up; what is not there fails, and says so."""
    found: dict[ChannelKind, Channel] = {}
    if settings.smtp_host and settings.smtp_from:
        password = settings.smtp_password
        server = MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            sender=settings.smtp_from,
            user=settings.smtp_user,
            password=password.get_secret_value() if password else None,
        )
        found[ChannelKind.EMAIL] = Email(server)
    if settings.webhook_url and settings.webhook_secret:
        secret = settings.webhook_secret.get_secret_value()
        found[ChannelKind.WEBHOOK] = Webhook(
            Gateway(url=settings.webhook_url, secret=secret), clock
        )
    return found
