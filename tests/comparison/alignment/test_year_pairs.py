import random
from itertools import product

import pytest

from comparison.alignment.assignment import assign
from comparison.alignment.order import find_moved
from comparison.alignment.pairs import Kind
from comparison.alignment.year_pairs import pair_years

BOARD = "The audit committee reviews cyber risk twice a year and reports to the full board."
PLAN = "Our response plan names who may shut the application down and how customers are told."
STAFF = "New employees attend a course on strange links in their first month with us."
INSURANCE = "We carry insurance against losses from attacks on our own systems, up to a yearly limit."


def found(old: list[str], new: list[str]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [(pair.kind.value, pair.left, pair.right) for pair in pair_years(old, new)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The board’s risk—based plan.", "The boards riskbased plan."),
        ("The “plan” of Müller", 'the "plan"  of Mller.'),
        ("* * *", "***"),
        ("风险管理由董事会监督。", "风险管理由董事会监督"),
    ],
)
def test_pair_years_takes_lost_signs_for_no_change(old: str, new: str) -> None:
    assert [(pair.kind, pair.score) for pair in pair_years([old], [new])] == [(Kind.IDENTICAL, 1.0)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{PLAN} It cost 1.5 million.", f"{PLAN} It cost 15 million."),
        (f"{PLAN} 5 times", f"{PLAN} 5% times"),
    ],
)
def test_pair_years_takes_another_number_for_an_edit(old: str, new: str) -> None:
    assert [pair.kind for pair in pair_years([old], [new])] == [Kind.EDITED]


def test_pair_years_never_rounds_an_edit_to_no_change() -> None:
    long = " ".join(f"word{n}" for n in range(5_000))
    assert [(pair.kind, pair.score) for pair in pair_years([f"{long} old"], [f"{long} new"])] == [
        (Kind.EDITED, 0.999)
    ]


def test_pair_years_tells_a_move_from_what_it_passed() -> None:
    assert found([STAFF, BOARD, PLAN, INSURANCE], [BOARD, PLAN, INSURANCE, STAFF]) == [
        ("identical", (1,), (0,)),
        ("identical", (2,), (1,)),
        ("identical", (3,), (2,)),
        ("moved", (0,), (3,)),
    ]


def test_pair_years_sees_a_merge_of_paragraphs_edited_on_the_way() -> None:
    merged = f"{BOARD.replace('twice a year', 'every quarter')} {PLAN.replace('customers', 'clients')}"
    assert found([BOARD, STAFF, PLAN], [merged, STAFF]) == [
        ("merged", (0, 2), (0,)),
        ("identical", (1,), (1,)),
    ]


def test_pair_years_sees_a_split_in_three() -> None:
    assert found([f"{BOARD} {PLAN} {STAFF}", INSURANCE], [BOARD, INSURANCE, PLAN, STAFF]) == [
        ("split", (0,), (0, 2, 3)),
        ("identical", (1,), (1,)),
    ]


def test_pair_years_takes_a_heading_only_for_a_part_at_the_edge() -> None:
    text = f"{BOARD} Governance of the company matters to all of us at the company."
    assert found(["Governance", text], [f"Governance {text}"]) == [("merged", (0, 1), (0,))]
    assert found(["The company", text, PLAN], [f"{text} {text}", PLAN])[:2] == [
        ("removed", (0,), ()),
        ("edited", (1,), (0,)),
    ]


def test_pair_years_pairs_a_reworded_heading_at_its_place() -> None:
    assert found([BOARD, "Oversight", PLAN], [BOARD, "Governance", PLAN])[1] == ("edited", (1,), (1,))
    assert found([BOARD, "Oversight", PLAN], [BOARD, PLAN, "Governance"])[1] == ("removed", (1,), ())


def test_pair_years_puts_a_repeated_paragraph_beside_the_neighbours_it_had() -> None:
    old = ["Overview", BOARD, "Overview", PLAN]
    assert found(old, [BOARD, "Overview", PLAN])[:2] == [("removed", (0,), ()), ("identical", (1,), (0,))]


def test_pair_years_has_every_paragraph_in_one_pair() -> None:
    chance = random.Random(4)  # noqa: S311  # chance to repeat, not to hide
    words = f"{BOARD} {PLAN} {STAFF} {INSURANCE}".split()
    for _ in range(60):
        old, new = (
            [" ".join(chance.choices(words, k=chance.randint(1, 30))) for _ in range(9)] for _ in "ab"
        )
        new[:5] = [*old[2:5], f"{old[5]} {old[6]}", " ".join(old[7].split()[:9])]
        pairs = pair_years(old, new)
        assert sorted(i for pair in pairs for i in pair.left) == list(range(9))
        assert sorted(j for pair in pairs for j in pair.right) == list(range(9))


def test_assign_finds_the_highest_sum() -> None:
    chance = random.Random(7)  # noqa: S311  # chance to repeat, not to hide
    for _ in range(300):
        n, m = chance.randint(1, 5), chance.randint(1, 5)
        gains = {
            pair: chance.randint(1, 99) / 100 for pair in product(range(n), range(m)) if chance.random() < 0.7
        }
        assert sum(gains[pair] for pair in assign(gains)) == pytest.approx(highest(gains, n, frozenset()))


def highest(gains: dict[tuple[int, int], float], rows: int, used: frozenset[int]) -> float:
    """The same by trying everything."""
    if not rows:
        return 0.0
    taken = [
        gain + highest(gains, rows - 1, used | {j})
        for (i, j), gain in gains.items()
        if i == rows - 1 and j not in used
    ]
    return max([highest(gains, rows - 1, used), *taken])


def test_find_moved_prefers_the_fewest_then_the_smallest() -> None:
    assert find_moved([(0, 3), (1, 0), (2, 1), (3, 2)], [900, 1, 1, 1]) == {0}
    assert find_moved([(0, 1), (1, 0)], [5, 50]) == {0}
    assert find_moved([], []) == set()
