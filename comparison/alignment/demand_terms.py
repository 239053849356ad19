"""What supervisors ask about, however it is worded: the subjects of demands and of the answers to them. Pure.

Words that name the same subject become one term ("vendors", "third-party partner institutions"); what is left
of a text are stems. Nothing here knows a particular plan: a demand about a subject without a pattern is told
by its own words.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from comparison.alignment.keys import cut_key_words
from comparison.alignment.meaning import cut_ending


class Role(StrEnum):
    """What a term says of a demand."""

    SUBJECT = "subject"
    """What it is about: a text without it does not answer."""
    ASPECT = "aspect"
    """How, by whom, how often."""
    FRAME = "frame"
    """Words of every demand and every answer: risk, management, system."""


WEIGHTS = {Role.SUBJECT: 3.0, Role.ASPECT: 2.0, Role.FRAME: 0.25}
WORD = 1.0
"""What a stem weighs that no pattern knows."""


@dataclass(frozen=True, slots=True)
class Term:
    """A subject or an aspect: how it is told, and the folded words that name it."""

    name: str
    role: Role
    pattern: str
    near: str = ""
    """Name of a wider subject that answers in part: who speaks of suppliers speaks of outsourcing."""


def _subject(name: str, pattern: str, near: str = "") -> Term:
    return Term(name, Role.SUBJECT, pattern, near)


def _aspect(name: str, pattern: str) -> Term:
    return Term(name, Role.ASPECT, pattern)


_PEOPLE = r"(?:partners?|vendors?|suppliers?|providers?|agenc(?:y|ies)|institutions?|compan(?:y|ies)|firms?)"
TERMS = (
    _subject(
        "strategy",
        r"strategic risks?|(?:digital|technology|it|information) (?:transformation )?strateg(?:y|ies)"
        r"|(?:digital|technological) transformation|strategic (?:plan|planning|goals?|objectives?)",
    ),
    _subject("liquidity", r"liquidity|(?:funding|maturity) (?:gap|mismatch)|rush of withdrawals"),
    _subject("operational risk", r"operation(?:al)? risks?"),
    _subject("credit risk", r"credit risks?|default risks?|authenticity risks?"),
    _subject("fraud", r"(?:anti ?)?fraud(?:ulent)?"),
    _subject("outsourcing", r"outsourc\w+", near="third parties"),
    # Who is engaged to help with something else is no partner whose risk is managed.
    _aspect(
        "outside helpers",
        r"(?:engag\w+|retain\w*|rel(?:y|ies) on|consult\w* with|hir(?:e|es|ed)|leverag\w+|licensed from"
        r"|assisted by"
        r"|(?:help|assistance|support) (?:of|from)|internally and with)(?: \w+){0,3}? (?:third party"
        r"|third parties|outside"
        r"|external)(?: \w+){0,2}? (?:advisors?|consultants?|assessors?|auditors?|experts?|vendors?"
        r"|providers?"
        r"|compan(?:y|ies)|agenc(?:y|ies)|firms?|parties)|outside vendors?",
    ),
    _subject(
        "third parties",
        rf"third part(?:y|ies)(?: \w+)? {_PEOPLE}|third part(?:y|ies)|(?:service|cloud) (?:providers?|hosts?)"
        r"|vendors?|suppliers?|partners?(?: institutions?)?"
        r"|(?:ecosystem|digital|business|external) cooperation|ecosystems?"
        r"|outside (?:compan(?:y|ies)|vendors?|providers?|firms?|risks?)|external (?:parties|providers?)",
    ),
    _subject(
        "artificial intelligence",
        r"artificial intelligence|ai|machine learning|deep learning|neural networks?|graph data"
        r"|(?:large )?language models?|algorithm\w*|(?:credit|risk|scoring|decision|pricing|data) models?"
        r"|model risks?|(?<!business )(?<!operating )(?<!maturity )(?<!threat )(?<!lines )(?<!governance )"
        r"(?<!delivery )(?<!service )(?<!responsibility )(?<!role )models?",
    ),
    _subject(
        "personal information",
        r"personal(?:ly)?(?: identifiable)? (?:information|data)|privacy|sensitive"
        r" (?:personal )?(?:information|data)|(?:customers?|consumers?|clients?"
        r"|borrowers?) (?:information|data)"
        r"|identity cards?",
    ),
    _subject(
        "training and awareness",
        r"(?:security |risk )?(?:awareness|trainings?|educat\w+)(?: (?:and|or) (?:awareness|trainings?))?"
        r"|courses?|phishing simulations?",
    ),
    _subject(
        "drills",
        r"drills?|(?:tabletop |table top |practical )?exercises?|simulat\w+|penetration test\w*|red team\w*"
        r"|attack and defen[cs]e|offensive and defens\w+|practi[cs]ed|tried to break in",
    ),
    _subject(
        "incident response",
        r"(?:incident|emergency|crisis|contingency)(?: (?:incidents?|event))? (?:response|handling"
        r"|management)"
        r"(?: (?:plans?|mechanisms?|capabilit(?:y|ies)|procedures?))?|response (?:plans?|procedures?)"
        r"|contingency plans?|business continuity|disaster recovery|emergency (?:measures?|plans?)",
    ),
    _subject(
        "incident reports",
        r"report\w* (?:\w+ ){0,4}(?:incidents?|events?|breach\w*)"
        r"|report(?:s|ed|ing)?(?: \w+){0,3} to (?:the |our )?(?:competent |local )?"
        r"(?:regulators?|authorit(?:y|ies)|department)",
    ),
    _subject("early warning", r"early warnings?|forewarnings?|warning signals?|alarms?"),
    _subject(
        "human intervention",
        r"(?:human|manual|artificial) (?:intervention|review|oversight|checks?|approval)|human in the loop"
        r"|reviewed by (?:a person|people|staff)",
    ),
    _subject(
        "explanation",
        r"transparen\w+|interpretab\w+|explainab\w+|explains?|explanations?|reasons? for refus\w+",
    ),
    _subject("complaints", r"complaints?|hotlines?|customer service"),
    _subject(
        "client money",
        r"(?:client|customer|lender|fund)s?(?: s)? (?:money|funds?|deposit\w*|custody)|custod\w+"
        r"|depositor\w+",
    ),
    _subject(
        "compliance",
        r"complian\w+|compl(?:y|ies|ied)|(?:laws?|rules?|polic(?:y|ies)) and regulations?"
        r"|registration|licen[cs]e[sd]?|(?:legal|regulatory) requirements?",
    ),
    _subject(
        "cyber and data security",
        r"cyber ?(?:security|attacks?|threats?|risks?|incidents?)?|(?:network|data|information|system"
        r"|systems|server)"
        r" (?:and data )?security|security of (?:\w+ ){0,3}(?:data|networks?|systems?|information|servers?)"
        r"|technolog(?:y|ical) security|security (?:level )?protection|security risks?"
        r"|check(?:ed)? their security"
        r"|security (?:assessments?|posture|controls?|measures?|testing|test)",
    ),
    _subject(
        "risk control",
        r"risk controls?(?! department)(?: (?:systems?|measures?))?|overall risk management"
        r"|(?:comprehensive |integrated )?(?:enterprise )?risk management (?:systems?|frameworks?"
        r"|program(?:me)?s?)"
        r"|(?:enterprise|digital) risk management",
    ),
    _subject(
        "senior manager in charge",
        r"(?:senior|responsible) (?:managers?|executives?|officers?)|chief \w+(?: \w+)? officers?|ciso"
        r"|cto|cro",
    ),
    _subject("board", r"boards?(?: of directors)?"),
    _aspect(
        "defence",
        r"defen[cs]es?|firewalls?|intrusion|safeguard\w*|preventive measures?|unauthori[sz]ed access"
        r"|countermeasures|encrypt\w+",
    ),
    _aspect("expertise", r"expertise|experience\w*|qualif\w+|certificat\w+"),
    _aspect("intelligent", r"intelligent|smart|automat\w+|big data"),
    _aspect("monitoring", r"monitor\w*|watch(?:es|ed)?|surveillance|threat perception|perception"),
    _aspect("lists and grading", r"inventor(?:y|ies)|lists?|classif\w+|grad(?:e|es|ed|ing)|hierarch\w+"),
    _aspect("whole life", r"full (?:cycle|process)|whole life|life ?cycle"),
    _aspect("contracts", r"contracts?|agreements?|clauses?|responsibilit(?:y|ies)|due diligence"),
    _aspect("daily", r"daily|every day|each (?:working )?day|every evening"),
    _aspect("quarterly", r"quarterly|(?:each|every|per|a) quarter"),
    _aspect("twice a year", r"twice a year|half year\w*|semi ?annual\w*|every six months"),
    _aspect("yearly", r"annual(?:ly)?(?! reports?\b)|yearly|(?:each|every|once a) year"),
    _aspect("within hours", r"within \w+(?: \w+)? (?:hours?|minutes?)|within \w+ days?"),
)
_ANY = re.compile(r"\b(?:" + "|".join(f"(?P<t{k}>{term.pattern})" for k, term in enumerate(TERMS)) + r")\b")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]{2,}")
_EMPTY = frozenset(
    cut_key_words(
        """
        a about all also an and any are as at be been by can for from has have in into is it its may not of
        on or
        other our such that the their them these they this those to us was we were which who will with within
        each
        every first second third fourth fifth so than more own
        """
    )
)
_FRAME = frozenset(
    cut_ending(word)
    for word in cut_key_words(
        """
        risk risks manage management managing system systems mechanism build building construction construct
        establish establishment strengthen enhance improve ensure promote prevent continue continuously
        emphasize
        implement institution institutions financial finance company companies group business capability level
        capabilities enterprise work important process processes procedure measures carry out use using
        put under control bring keep draw take appropriate comprehensive relevant require requirements
        required
        clarify related area areas key new innovative environment domestic foreign covering cover normalize
        风险 管理 加强 建立 机制 体系 完善 推动 提升 能力 机构 金融 企业 健全 强化 制度 措施 进行 相关
        """
    )
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as its terms and stems, each once."""

    terms: frozenset[Term]
    stems: frozenset[str]


def fold_terms(text: str) -> Folded:
    """What a sentence, a paragraph or a demand speaks of. Linear in the text."""
    words = cut_key_words(text.replace("-", " ").replace("–", " "))
    folded = " ".join(words)
    found: set[Term] = set()

    def take(match: re.Match[str]) -> str:
        found.add(TERMS[int((match.lastgroup or "t0")[1:])])
        return " "

    rest = _ANY.sub(take, folded).split()
    stems = {stem for word in rest if word not in _EMPTY and not word.isdigit() for stem in _cut_stems(word)}
    return Folded(frozenset(found), frozenset(stems))


def _cut_stems(word: str) -> tuple[str, ...]:
    """A word without its ending; a run of Chinese signs, which has no blanks, as its pairs of signs."""
    if _IDEOGRAPHS.fullmatch(word):
        return tuple(word[place : place + 2] for place in range(len(word) - 1))
    return (cut_ending(word),)


def weigh_stem(stem: str) -> float:
    """What a stem counts in a demand: little where every demand has it."""
    return WEIGHTS[Role.FRAME] if stem in _FRAME else WORD
