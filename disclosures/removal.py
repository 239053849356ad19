"""Taking a filing out again: one that was stored under the wrong issuer, or never belonged here."""

import pghistory
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from config.accounts.models import User
from disclosures.ingest import link_amendments, lock_storing
from disclosures.models import Filing


@transaction.atomic
def remove_filing(*, filing: Filing, by: User) -> None:
    """Drops a filing with all that was read from it; its bytes too where no other filing was read from them,
    so that the same file can be handed in anew.

    What people wrote on it stays under its issuer and year, and looks for its words when the filing comes
    back. Who removed it stays in the records.
    """
    lock_storing()
    document = filing.document
    with pghistory.context(user=by.pk, action="removed the filing"):
        filing.upload_items.update(sentence=Concat(F("sentence"), Value(" It was removed later.")))
        amendments = list(filing.amendments.values_list("pk", flat=True))
        filing.delete()
        link_amendments(Filing.objects.filter(pk__in=amendments))
    document.discard_if_unused()
