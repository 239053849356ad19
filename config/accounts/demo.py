"""The three accounts of the demo. Their passwords are public, so they exist only with COLLATE_DEMO set."""

from dataclasses import dataclass

from django.conf import settings

from config.accounts.models import User
from config.permissions import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    password: str
    role: Role


DEMO_ACCOUNTS = tuple(DemoAccount(role.value, f"{role.value}-demo", role) for role in Role)


class NotADemoError(RuntimeError):
    """Accounts with public passwords were asked for outside the demo."""


def create_demo_accounts() -> tuple[DemoAccount, ...]:
    """Makes those of DEMO_ACCOUNTS that are missing; one that is there keeps its password and role.

    Raises NotADemoError unless COLLATE_DEMO is set.
    """
    if not settings.DEMO:
        raise NotADemoError("Demo accounts have public passwords: they are made only with COLLATE_DEMO=1.")
    present = set(User.objects.values_list("username", flat=True))
    missing = tuple(account for account in DEMO_ACCOUNTS if account.username not in present)
    for account in missing:
        User.objects.create_user(account.username, account.password, role=account.role)
    return missing
