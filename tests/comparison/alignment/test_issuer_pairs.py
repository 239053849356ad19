from collections.abc import Sequence

import pytest

from comparison.alignment.issuer_pairs import pair_issuers
from comparison.alignment.issuer_scores import score_sides
from comparison.alignment.issuer_sides import Column, Side, read_side
from comparison.alignment.meaning import compare_tokens, read_meaning, tell_shared, weigh_tokens
from comparison.alignment.pairs import Kind
from comparison.alignment.values import ComparedPassage
from disclosures.coding.naming import CONCEPTS, GROUP_OF
from disclosures.parsing.passages import hash_passage, normalise_passage

REPORT = (
    "Our Chief Information Security Officer reports to the Audit Committee each quarter on cyber threats."
)
REPORT_TOO = "The audit committee of the Board receives quarterly updates on cybersecurity from the CISO."
YEARS = (
    "Our CISO has over twenty years of experience in information security and holds a CISSP certification."
)
YEARS_TOO = (
    "The harbour's security chief is a CISM with fifteen years of experience guarding networks of ports."
)
PROCESS = (
    "We assess, identify and manage risks from cybersecurity threats with scans and penetration testing."
)
BUOY = "A buoy was bought for the lake."


def column(*texts: str, tags: Sequence[tuple[str, ...]] = ()) -> list[ComparedPassage]:
    passages: list[ComparedPassage] = []
    for number, text in enumerate(texts):
        normalised = normalise_passage(text)
        start = passages[-1].end + 2 if passages else 0
        own = tags[number] if tags else ()
        passages.append(
            ComparedPassage(
                text, normalised, hash_passage(normalised), start, start + len(text), concepts=own
            )
        )
    return passages


def read(*texts: str, tags: Sequence[tuple[str, ...]] = ()) -> Side:
    return read_side(Column(column(*texts, tags=tags)))


def found(
    left: list[ComparedPassage], right: list[ComparedPassage]
) -> list[tuple[Kind, tuple[int, ...], tuple[int, ...]]]:
    return [(pair.kind, pair.left, pair.right) for pair in pair_issuers(left, right)]


def test_pair_issuers_lays_level_what_is_worded_differently() -> None:
    pairs = pair_issuers(column(PROCESS, REPORT, YEARS), column(YEARS_TOO, REPORT_TOO))
    assert [(pair.kind, pair.left, pair.right) for pair in pairs] == [
        (Kind.EDITED, (1,), (1,)),
        (Kind.EDITED, (2,), (0,)),
        (Kind.REMOVED, (0,), ()),
    ]
    assert [pair.reason for pair in pairs[:2]] == [
        "both: quarterly report to the audit committee, the CISO",
        "both: years of experience, certificates or degrees",
    ]


def test_pair_issuers_knows_equal_words_whatever_surrounds_them() -> None:
    pairs = pair_issuers(column(BUOY, REPORT), column(REPORT.upper()))
    assert [(pair.kind, pair.score, pair.left, pair.right, pair.reason) for pair in pairs] == [
        (Kind.IDENTICAL, 1.0, (1,), (0,), "the same words"),
        (Kind.REMOVED, 0.0, (0,), (), "only on the left"),
    ]


def test_pair_issuers_pairs_repeated_paragraphs_in_order() -> None:
    assert found(column(BUOY, BUOY), column(BUOY, BUOY, BUOY)) == [
        (Kind.IDENTICAL, (0,), (0,)),
        (Kind.IDENTICAL, (1,), (1,)),
        (Kind.ADDED, (), (2,)),
    ]


def test_pair_issuers_calls_a_near_copy_one() -> None:
    (pair,) = pair_issuers(column(BUOY), column(BUOY.replace("lake", "harbour")))
    assert (pair.kind, pair.reason) == (Kind.EDITED, "86% of the words the same, in order")


def test_pair_issuers_keeps_headings_from_sentences() -> None:
    assert found(column("Audit Committee Oversight"), column(REPORT)) == [
        (Kind.REMOVED, (0,), ()),
        (Kind.ADDED, (), (0,)),
    ]


def test_pair_issuers_follows_tags_where_they_say_more_than_processes() -> None:
    expertise, board = (CONCEPTS[8],), (CONCEPTS[3],)
    tagged = column(BUOY, "Ropes are coiled by hand.", tags=[expertise, board])
    other = column("Nets dry on the pier.", "The crane lifts crates.", tags=[board, expertise])
    assert found(tagged, other) == [(Kind.EDITED, (0,), (1,)), (Kind.EDITED, (1,), (0,))]
    processes = [(CONCEPTS[0],)] * 2
    untagged = score_sides(read(REPORT, YEARS), read(REPORT_TOO, YEARS_TOO))
    whole = score_sides(read(REPORT, YEARS, tags=processes), read(REPORT_TOO, YEARS_TOO, tags=processes))
    assert whole.tolist() == untagged.tolist()


def test_pair_issuers_of_nothing_is_nothing() -> None:
    assert pair_issuers([], []) == ()
    assert found(column(BUOY), []) == [(Kind.REMOVED, (0,), ())]


def test_read_side_guesses_the_innermost_element_of_a_whole_text_only() -> None:
    side = read(PROCESS, YEARS)
    assert [GROUP_OF[number] for number in side.innermost.argmax(axis=1)] == [0, 3]
    assert (side.innermost.sum(axis=1) <= 1).all()
    assert not read_side(Column(column(PROCESS, YEARS), base=CONCEPTS[6])).innermost.any()


def test_read_side_takes_the_innermost_from_tags() -> None:
    side = read(BUOY, tags=[(CONCEPTS[3], CONCEPTS[5])])
    assert side.innermost.nonzero()[1].tolist() == [3, 5]
    assert side.innermost.sum() == pytest.approx(1.0)


def test_score_sides_does_not_depend_on_which_side_is_left() -> None:
    left, right = read(REPORT, YEARS, PROCESS), read(YEARS_TOO, BUOY)
    assert pytest.approx(score_sides(right, left)) == score_sides(left, right).T


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the chief information security officer", "our CISO"),
        ("the Board of Directors", "our directors"),
        ("each quarter", "on a quarterly basis"),
        ("twice a year", "semi-annual"),
        ("audit and finance committee", "the Audit Committee’s"),
    ],
)
def test_read_meaning_folds_words_that_mean_the_same(one: str, other: str) -> None:
    notions = read_meaning(one).notions
    assert notions
    assert read_meaning(other).notions == notions


@pytest.mark.parametrize(
    "text",
    [
        "as of the date of this Annual Report",
        "see Item 1A of our annual report on Form 10-K",
        "in quarterly reports filed with the SEC",
        "elsewhere in this report",
        "internal control over financial reporting of a smaller reporting company",
        "to meet disclosure and reporting obligations",
        "our programme is informed by and built on recognised industry practices",
        "sailors stay informed of the weather",
        "software updates of the radio",
        "the log is updated on an hourly basis",
    ],
)
def test_read_meaning_does_not_take_other_words_for_a_report_to_somebody(text: str) -> None:
    assert read_meaning(text).notions == ()


@pytest.mark.parametrize(
    "text",
    [
        "annual reports to the owners",
        "its annual report to them",
        "a report",
        "is informed by the warden",
        "is updated on leaks",
    ],
)
def test_read_meaning_knows_a_report_to_somebody(text: str) -> None:
    assert "report" in [notion.name for notion in read_meaning(text).notions]


def test_read_meaning_finds_no_effect_far_behind_its_negation() -> None:
    text = (
        "We have not found leaks in any of the boats that lie at our pier, including as a result of the"
        " storms of last winter, that have materially affected the harbour."
    )
    assert [notion.name for notion in read_meaning(text).notions] == ["no material effect"]


def test_read_meaning_folds_endings() -> None:
    assert read_meaning("identified threats").tokens == read_meaning("identifies threat").tokens


def test_tell_shared_says_nothing_where_nothing_is_shared() -> None:
    assert tell_shared([read_meaning(REPORT), read_meaning(BUOY)]) == ""


def test_tell_shared_says_nothing_where_only_how_often_is_shared() -> None:
    assert (
        tell_shared([read_meaning("Ropes are coiled monthly."), read_meaning("Monthly a crane comes.")]) == ""
    )


def test_compare_tokens_lets_rare_words_weigh_more() -> None:
    meanings = [
        read_meaning(text) for text in ("keel audit", "keel rope", "audit rope", "audit sail", "audit net")
    ]
    (weights,) = weigh_tokens([meanings])
    table = compare_tokens(weights, weights)
    assert table[0, 1] > table[0, 3]
    assert table.diagonal() == pytest.approx(1.0)


def test_tell_shared_names_who_oversees_and_who_hears() -> None:
    text = "The board and its audit committee oversee vendors and hear quarterly reports."
    assert tell_shared([read_meaning(text), read_meaning(text)]) == (
        "quarterly report to the audit committee, oversight by the board, outside providers"
    )


def test_pair_issuers_gives_one_paragraph_the_best_of_many() -> None:
    many = column(BUOY, YEARS_TOO, REPORT_TOO, PROCESS)
    assert found(column(REPORT), many)[0] == (Kind.EDITED, (0,), (2,))
    assert found(many, column(REPORT))[0] == (Kind.EDITED, (2,), (0,))
