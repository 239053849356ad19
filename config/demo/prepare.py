"""`python -m config.demo.prepare`: brings database, static files, samples and accounts up to date.

Several commands in one process, because starting Django takes longer than most of them. Progress goes to
standard error; standard output holds the accounts.
"""

import os
import sys

import django
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_samples", stdout=sys.stderr)
    call_command("create_demo_accounts")


if __name__ == "__main__":
    main()
