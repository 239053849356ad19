from comparison.alignment.grid import Column, build_grid, first_words
from comparison.alignment.states import FlagState, State
from comparison.alignment.values import ComparedPassage, ComparedValue, ElementSpec

BOARD = ElementSpec("x:BoardTextBlock", "board", "Board", "Governance")
COMMITTEE = ElementSpec("x:CommitteeTextBlock", "committee", "Committee", "Governance")
REPORTS = ElementSpec("x:BoardFlag", "reports", "Reports?", "Governance", is_flag=True, text_key=BOARD.key)
ALONE = ElementSpec("x:AloneFlag", "alone", "Alone?", "Risk", is_flag=True)
OTHER = ElementSpec("y:risk-body", "risk-body", "Risk body", "Bodies", framework="y")
ELEMENTS = (BOARD, REPORTS, COMMITTEE, ALONE)


def text(element: ElementSpec, words: str, start: int = 0) -> ComparedValue:
    return ComparedValue(
        element.key, text=words, passages=(ComparedPassage(words, words, words, start, start + len(words)),)
    )


def values(*found: ComparedValue) -> dict[str, list[ComparedValue]]:
    return {value.key: [value] for value in found}


def test_build_grid_has_a_row_per_element_and_a_cell_per_column() -> None:
    columns = [Column(values(text(BOARD, "Our board oversees."))), Column(values(text(OTHER, "A body.")))]
    groups = build_grid(ELEMENTS, columns, {})
    assert [(group.name, [row.element.name for row in group.rows]) for group in groups] == [
        ("Governance", ["Board", "Committee"]),
        ("Risk", ["Alone?"]),
    ]
    states = [[cell.state for cell in row.cells] for group in groups for row in group.rows]
    assert states == [
        [State.DISCLOSED, State.SILENT],
        [State.SILENT, State.SILENT],
        [State.SILENT, State.SILENT],
    ]


def test_build_grid_does_not_call_silent_what_has_no_element_at_all() -> None:
    unread = Column({}, before=values(text(BOARD, "Our board oversees.")))
    groups = build_grid(ELEMENTS, [Column(values(text(BOARD, "Our board oversees."))), unread], {})
    cells = [row.cells[1] for group in groups for row in group.rows]
    assert [cell.state for cell in cells] == [State.UNREAD, State.UNREAD, State.SILENT]
    assert {cell.has_changed for cell in cells} == {None}
    assert {cell.is_from_words for cell in cells} == {True}


def test_build_grid_shows_a_merged_flag_in_its_own_three_states() -> None:
    flagged = [
        Column(values(text(BOARD, "Our board oversees."), ComparedValue(REPORTS.key, flag=True))),
        Column(values(ComparedValue(REPORTS.key, flag=False))),
        Column(values(text(BOARD, "Our board oversees."))),
        Column(values(ComparedValue(REPORTS.key, flag=None))),
    ]
    row = build_grid(ELEMENTS, flagged, {})[0].rows[0]
    assert [cell.flags[0].state for cell in row.cells] == [
        FlagState.TRUE,
        FlagState.FALSE,
        FlagState.ABSENT,
        FlagState.NIL,
    ]
    assert [cell.state for cell in row.cells] == [
        State.DISCLOSED,
        State.DENIED,
        State.DISCLOSED,
        State.SILENT,
    ]


def test_build_grid_fills_a_cell_from_an_element_of_the_same_topic() -> None:
    groups = build_grid(
        ELEMENTS, [Column(values(text(OTHER, "A committee of five.")))], {BOARD.key: (OTHER,)}
    )
    cell = groups[0].rows[0].cells[0]
    assert (cell.state, cell.lead, [joined.element.name for joined in cell.joined]) == (
        State.PREDICTED,
        "A committee of five.",
        ["Risk body"],
    )


def test_build_grid_prefers_own_words_to_related_ones() -> None:
    column = Column(values(text(BOARD, "Our board oversees."), text(OTHER, "A committee of five.")))
    cell = build_grid(ELEMENTS, [column], {BOARD.key: (OTHER,)})[0].rows[0].cells[0]
    assert (cell.state, cell.joined) == (State.DISCLOSED, ())


def test_build_grid_names_elements_that_hold_the_same_words() -> None:
    column = Column(values(text(BOARD, "Our board oversees."), text(COMMITTEE, "Our board oversees.")))
    rows = build_grid(ELEMENTS, [column], {})[0].rows
    assert [row.cells[0].same_as for row in rows] == [("Committee",), ("Board",)]


def test_build_grid_tells_changed_unchanged_and_no_earlier_year_apart() -> None:
    now = values(text(BOARD, "Our board oversees."), ComparedValue(ALONE.key, flag=True))
    columns = [
        Column(
            now,
            before=values(text(BOARD, "Our board oversees.", start=9), ComparedValue(ALONE.key, flag=False)),
        ),
        Column(now),
        Column(now, before=values(text(OTHER, "A body."))),
    ]
    groups = build_grid(ELEMENTS, columns, {})
    assert [cell.has_changed for cell in groups[0].rows[0].cells] == [False, None, True]
    assert [cell.has_changed for cell in groups[1].rows[0].cells] == [True, None, True]


def test_first_words_skips_headings_and_cuts_at_a_word() -> None:
    words = "Our board oversees cyber risk through its audit committee, which meets four times a year."
    assert first_words([f"Governance\n\n{words}"], limit=40) == "Our board oversees cyber risk through …"
    assert first_words(["Governance"]) == "Governance"
    assert first_words(["."]) == ""


def test_build_grid_says_when_an_element_is_no_longer_there() -> None:
    spoken = values(text(COMMITTEE, "A committee of five."))
    column = Column(spoken, before=values(text(BOARD, "Our board oversees.")) | spoken)
    rows = build_grid(ELEMENTS, [column], {})[0].rows
    assert [(row.cells[0].state, row.cells[0].has_changed) for row in rows] == [
        (State.SILENT, True),
        (State.DISCLOSED, False),
    ]


def test_build_grid_says_nothing_of_flags_to_a_filing_of_another_framework() -> None:
    columns = [
        Column(values(text(OTHER, "A committee of five."))),
        Column(values(text(BOARD, "Our board oversees."))),
    ]
    row = build_grid(ELEMENTS, columns, {})[1].rows[0]
    assert [[flag.state for flag in cell.flags] for cell in row.cells] == [[], [FlagState.ABSENT]]
