"""The words by which a plan asks for something, in English and Chinese."""

import re

# Base forms that are verbs whatever stands around them.
VERBS = (
    "accelerate|adhere|adopt|advance|allocate|apply|appoint|ask|assess|authenticate|avoid|back up|bring|"
    "build|carry out|choose|clarify|classify|comply|conduct|consider|continue|coordinate|create|"
    "cultivate|deepen|define|delete|deliver|deploy|designate|destroy|detect|determine|develop|disable|"
    "disclose|draw up|educate|embed|emphasi[sz]e|encourage|encrypt|enforce|enhance|ensure|establish|"
    "evaluate|expand|explain|explore|extend|facilitate|formulate|foster|give|guarantee|guide|hold|"
    "identify|implement|improve|incorporate|increase|inform|integrate|introduce|investigate|isolate|keep|"
    "leverage|maintain|make|manage|mitigate|normali[sz]e|notify|obtain|optimi[sz]e|perform|prevent|"
    "prohibit|promote|protect|provide|put|raise|reduce|refine|regulate|rehearse|remove|require|resolve|"
    "respond|restore|restrict|revoke|safeguard|segregate|select|set up|standardi[sz]e|strengthen|submit|"
    "supervise|supplement|take measures|tell|tie|tighten|uphold|use|utili[sz]e|verify"
)
# These are nouns as often: verbs only before an article or the like.
VERBS_OR_NOUNS = (
    "answer|audit|check|control|document|grade|limit|measure|monitor|name|order|patch|plan|process|rate|"
    "record|report|review|support|test|track|train|upgrade|watch"
)
DETERMINERS = "a|an|the|all|any|each|every|its|their|such|these|those|one|whether"
MODALS = (
    r"must|shall|should|need\s+to|ought\s+to|may\s+not|"
    r"(?:is|are)\s+(?:required|obliged|expected|encouraged|prohibited)"
)
CHINESE = "应当|应该|必须|要求|不得|加强|建立|健全|推动|推进|提升|防范|完善|强化|落实|确保|督促|鼓励"

VERB = re.compile(rf"\b(?:{VERBS})\b|\b(?:{VERBS_OR_NOUNS})(?=\s+(?:{DETERMINERS})\b)", re.IGNORECASE)
# "Test copies.": two words, of which the first may be meant as a verb.
OPENS_AS_VERB = re.compile(rf"(?:{VERBS_OR_NOUNS})\s", re.IGNORECASE)
DEMAND = re.compile(
    rf"\b(?:{MODALS})\b|{CHINESE}|(?:^|[.;:,]\s*|\band\s+|\bto\s+)(?:\w+ly\s+)?(?:{VERBS})\b", re.IGNORECASE
)
# Who speaks of "us" reports what it does; it asks nobody.
FIRST_PERSON = re.compile(r"\b(?:we|our|ours|us)\b|我们|我司|本公司|本平台", re.IGNORECASE)


def states_obligation(words: str) -> bool:
    """Whether the words ask somebody for something."""
    return DEMAND.search(words) is not None and FIRST_PERSON.search(words) is None
