"""The issuer somebody means: by slug, CIK or name, with suggestions on a miss."""

from rapidfuzz import fuzz, process, utils

from disclosures.models import Issuer

SURE = 85
CLEAR = 10
"""A name is taken for an issuer's when it scores SURE and CLEAR more than the next one."""


class UnknownIssuerError(Exception):
    """Nobody, or more than one issuer, is meant; the sentence names those that come closest."""


def find_issuer(words: str) -> Issuer:
    """The issuer with this slug, CIK or name, shortened or mistyped too. Raises UnknownIssuerError."""
    words = words.replace("\x00", "").strip()
    exact = Issuer.objects.filter(slug=words).first() or Issuer.objects.filter(name__iexact=words).first()
    if exact is None and words.isascii() and words.isdigit() and len(words) <= 10:
        exact = Issuer.objects.filter(cik=words.zfill(10)).first()
    if exact is not None:
        return exact
    names = dict(Issuer.objects.values_list("pk", "name"))
    found = process.extract(
        words, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=4, score_cutoff=60
    )
    if found and found[0][1] >= SURE and (len(found) == 1 or found[0][1] - found[1][1] >= CLEAR):
        return Issuer.objects.get(pk=found[0][2])
    close = ", ".join(name for name, _score, _pk in found)
    raise UnknownIssuerError(
        f"No issuer is called “{words}”." + (f" Did you mean: {close}?" if close else "")
    )
