"""`manage.py create_demo_accounts`: a viewer, a reviewer and an admin, with passwords anybody may know."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.accounts.demo import DEMO_ACCOUNTS, NotADemoError, create_demo_accounts
from config.accounts.models import User


class Command(BaseCommand):
    help = "Makes the demo's three accounts where they are missing, and prints them. Needs COLLATE_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:  # Django's signature
        try:
            create_demo_accounts()
        except NotADemoError as error:
            raise CommandError(str(error)) from error
        for account in DEMO_ACCOUNTS:
            user = User.objects.get(username=account.username)
            is_unchanged = user.check_password(account.password)
            password = account.password if is_unchanged else "the password you gave it"
            self.stdout.write(f"  {account.username:<10}{password:<26}{account.role.label}")
