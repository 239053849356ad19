"""Demands held against sentences: what counts as an answer. All texts are invented."""

import pytest

from comparison.alignment.coverage import (
    ADDRESSED,
    CONFIRMED,
    PARTLY,
    AnswerSentence,
    Demand,
    Verdict,
    cover_demands,
    judge,
)
from comparison.alignment.demand_terms import fold_terms


def sentence(text: str, start: int = 0, element: str = "") -> AnswerSentence:
    return AnswerSentence(text, text, start, start + len(text), {element: 1.0} if element else {})


def verdict_of(words: str, *texts: str, context: str = "") -> Verdict:
    (covered,) = cover_demands([Demand("d", words, context, {})], [sentence(text) for text in texts])
    return covered.verdict


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (
            "carry out attack and defence drills each half year",
            "Attack and defence drills take place every six months.",
        ),
        (
            "strengthen the management of third-party partner institutions",
            "Vendors and service providers are managed under a policy of their own.",
        ),
        ("strengthen cybersecurity and data security protection", "Our network security has four layers."),
        (
            "implement full-process management of consumers' personal information",
            "Personal data is protected through its whole life cycle, from collection to deletion.",
        ),
        ("raise security awareness", "All employees attend security awareness training."),
        ("publish the closing of branches", "The closing of branches is published in the local paper."),
        ("加强数据安全保护", "公司加强数据安全保护并定期检查。"),
    ],
)
def test_demand_is_addressed_by_words_that_mean_the_same(words: str, text: str) -> None:
    assert verdict_of(words, text) is Verdict.ADDRESSED


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (
            "use machine learning to improve early warning",
            "Early warning signals are read by two employees.",
        ),
        ("build intelligent risk control systems", "The risk control system has three lines of defence."),
        ("strengthen the management of outsourcing risk", "Vendors are assessed before we engage them."),
    ],
)
def test_demand_is_addressed_in_part_where_a_subject_is_missing(words: str, text: str) -> None:
    assert verdict_of(words, text) is Verdict.PARTLY


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("keep an inventory of algorithms", "We keep an inventory of laptops and of telephones."),
        ("manage liquidity risk", "We manage cybersecurity risk with care."),
        ("establish a human intervention mechanism", "Our business model relies on people."),
        (
            "strengthen cybersecurity protection",
            "We may be unable to prevent cyber attacks, which could harm us.",
        ),
    ],
)
def test_demand_is_not_addressed_by_what_only_sounds_alike(words: str, text: str) -> None:
    assert verdict_of(words, text) is Verdict.NOT_ADDRESSED


def test_denial_is_told_and_never_an_answer() -> None:
    (covered,) = cover_demands(
        [Demand("d", "carry out drills", "", {})], [sentence("We do not conduct drills or exercises.")]
    )
    assert (covered.verdict, covered.score) == (Verdict.NOT_ADDRESSED, 0.0)
    assert [answer.is_denial for answer in covered.answers] == [True]


def test_demand_without_a_subject_takes_that_of_its_point() -> None:
    words, context = "clarify responsibilities", "Manage third-party partners; clarify responsibilities."
    assert verdict_of(words, "Responsibilities are shared by all.", context=context) is not Verdict.ADDRESSED
    said = "Contracts with service providers set out responsibilities."
    assert verdict_of(words, said, context=context) is Verdict.ADDRESSED


def test_link_confirmed_by_a_person_lifts_a_sentence_under_the_element() -> None:
    demand = Demand("d", "manage liquidity risk and fraud", "", {"own:money": CONFIRMED})
    plain, linked = (
        cover_demands([demand], [sentence("Fraud is looked for.", element=element)])[0].answers
        for element in ("", "own:money")
    )
    assert round(linked[0].score - plain[0].score, 3) == CONFIRMED
    assert (plain[0].element, linked[0].element) == ("", "own:money")


def test_answers_are_the_best_sentences_once_each() -> None:
    texts = ["Drills are held.", "Drills and exercises are held each half year.", "Drills are held."]
    placed = [sentence(text, start=100 * number) for number, text in enumerate(texts)]
    (covered,) = cover_demands([Demand("d", "carry out drills each half year", "", {})], placed)
    assert [answer.start for answer in covered.answers] == [100, 0]
    assert covered.score == covered.answers[0].score


def test_nothing_answers_a_text_without_sentences() -> None:
    (covered,) = cover_demands([Demand("d", "carry out drills", "", {})], [])
    assert (covered.verdict, covered.score, covered.answers) == (Verdict.NOT_ADDRESSED, 0.0, ())


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        (ADDRESSED, Verdict.ADDRESSED),
        (ADDRESSED - 0.001, Verdict.PARTLY),
        (PARTLY, Verdict.PARTLY),
        (PARTLY - 0.001, Verdict.NOT_ADDRESSED),
    ],
)
def test_thresholds_include_their_score(score: float, verdict: Verdict) -> None:
    assert judge(score) is verdict


def test_terms_are_folded_from_any_wording() -> None:
    named = {term.name for term in fold_terms("Vendors' AI models; tabletop exercises each quarter").terms}
    assert named == {"third parties", "artificial intelligence", "drills", "quarterly"}


@pytest.mark.parametrize(
    "text",
    [
        "We engage third-party consultants to test our own systems.",
        "We rely on tools licensed from outside vendors.",
    ],
)
def test_who_is_engaged_to_help_is_no_partner_to_be_managed(text: str) -> None:
    assert verdict_of("strengthen the management of third-party partners", text) is Verdict.NOT_ADDRESSED
