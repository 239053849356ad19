"""The words by which a plan asks for something, in English and Chinese."""

import re

# Base forms that are verbs whatever stands around them.
VERBS = (
    "accelerate|adhere|adopt|advance|allocate|apply|appoint|assess|avoid|build|carry out|clarify|"
    "comply|conduct|continue|coordinate|create|cultivate|deepen|define|deploy|designate|determine|"
    "develop|disclose|emphasi[sz]e|encourage|enforce|enhance|ensure|establish|evaluate|expand|explore|"
    "facilitate|formulate|foster|guarantee|guide|identify|implement|improve|incorporate|increase|"
    "integrate|introduce|investigate|keep|leverage|maintain|manage|mitigate|normali[sz]e|notify|obtain|"
    "optimi[sz]e|perform|prevent|prohibit|promote|protect|provide|raise|refine|regulate|resolve|"
    "safeguard|set up|standardi[sz]e|strengthen|submit|supervise|take measures|tighten|uphold|use|"
    "utili[sz]e|verify"
)
# These are nouns as often: verbs only before an article or the like.
VERBS_OR_NOUNS = "audit|control|monitor|report|review|support|test|train|upgrade|record|limit|plan|process"
DETERMINERS = "a|an|the|all|any|each|every|its|their|such|these|those"
MODALS = (
    r"must|shall|should|need\s+to|ought\s+to|may\s+not|"
    r"(?:is|are)\s+(?:required|obliged|expected|encouraged|prohibited)"
)
CHINESE = "应当|应该|必须|要求|不得|加强|建立|健全|推动|推进|提升|防范|完善|强化|落实|确保|督促|鼓励"

VERB = re.compile(rf"\b(?:{VERBS})\b|\b(?:{VERBS_OR_NOUNS})(?=\s+(?:{DETERMINERS})\b)", re.IGNORECASE)
DEMAND = re.compile(
    rf"\b(?:{MODALS})\b|{CHINESE}|(?:^|[.;:,]\s*|\band\s+|\bto\s+)(?:\w+ly\s+)?(?:{VERBS})\b", re.IGNORECASE
)
# Who speaks of "us" reports what it does; it asks nobody.
FIRST_PERSON = re.compile(r"\b(?:we|our|ours|us)\b|我们|我司|本公司|本平台", re.IGNORECASE)


def states_obligation(words: str) -> bool:
    """Whether the words ask somebody for something."""
    return DEMAND.search(words) is not None and FIRST_PERSON.search(words) is None
