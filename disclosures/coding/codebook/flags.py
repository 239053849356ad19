"""cyd flags: their value as tagged, and where the text says otherwise."""

from disclosures.coding.codebook.disclosure import Disclosure, silent
from disclosures.coding.codebook.types import Coded, State

_PREFIX = "cyd:CybersecurityRisk"
INTEGRATED = f"{_PREFIX}ManagementProcessesIntegratedFlag"
ENGAGED = f"{_PREFIX}ManagementThirdPartyEngagedFlag"
THIRD_PARTY_RISK = f"{_PREFIX}ThirdPartyOversightAndIdentificationProcessesFlag"
MATERIAL = f"{_PREFIX}MateriallyAffectedOrReasonablyLikelyToMateriallyAffectRegistrantFlag"
REPORTS_TO_BOARD = f"{_PREFIX}ManagementPositionsOrCommitteesResponsibleReportToBoardFlag"


def code_flag(disclosure: Disclosure, concept: str) -> Coded:
    """True, False, or "absent", which is not False: the filing then does not tag it."""
    flag = disclosure.flags.get(concept)
    if flag is None:
        return silent("absent")
    return Coded(flag, State.DISCLOSED if flag else State.DENIED)


def code_reports_to_board_flag(disclosure: Disclosure) -> Coded:
    return code_flag(disclosure, REPORTS_TO_BOARD)


def code_materially_affected_flag(disclosure: Disclosure) -> Coded:
    return code_flag(disclosure, MATERIAL)
