import pytest
from django.core.management import CommandError, call_command

from config.accounts.demo import DEMO_ACCOUNTS, create_demo_accounts
from config.accounts.models import User
from config.permissions import Role
from tests.conftest import make_user


@pytest.fixture
def demo(settings: object) -> None:
    settings.DEMO = True


@pytest.mark.django_db
def test_create_demo_accounts_outside_the_demo_is_refused() -> None:
    with pytest.raises(CommandError, match="only with COLLATE_DEMO=1"):
        call_command("create_demo_accounts")
    assert User.objects.count() == 0


@pytest.mark.usefixtures("demo")
@pytest.mark.django_db
def test_create_demo_accounts_makes_one_of_each_role(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_demo_accounts")
    assert list(User.objects.order_by("pk").values_list("username", "role")) == [
        ("viewer", "viewer"),
        ("reviewer", "reviewer"),
        ("admin", "admin"),
    ]
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        [account.username, account.password] for account in DEMO_ACCOUNTS
    ]


@pytest.mark.usefixtures("demo")
@pytest.mark.django_db
def test_create_demo_accounts_leaves_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    changed = make_user(Role.VIEWER)
    assert [account.username for account in create_demo_accounts()] == ["reviewer", "admin"]
    assert create_demo_accounts() == ()
    assert User.objects.get(username="viewer") == changed
    call_command("create_demo_accounts")
    assert capsys.readouterr().out.splitlines()[0].split("  ")[-2:] == [
        "the password you gave it",
        "Viewer: reads",
    ]
