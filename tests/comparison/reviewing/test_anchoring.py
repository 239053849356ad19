"""Finding a quote again in a text that changed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparison.reading.marking import cut_paragraphs
from comparison.reviewing.anchoring import Anchorage, Quote, State, find_again, find_quote, take_quote
from disclosures.parsing.passages import hash_passage, normalise_passage

FIRST = "The audit committee of the board reviews the security programme every quarter."
SECOND = "The chief of security has led such teams for a dozen years and reports to the committee."
TEXT = f"{FIRST}\n\n{SECOND}"
WORDS = "has led such teams for a dozen years"


def quote_of(words: str, text: str = TEXT) -> Quote:
    start = text.index(words)
    return take_quote(text, start, start + len(words))


def test_take_quote_trims_and_keeps_surroundings() -> None:
    start = TEXT.index(" reviews")
    quote = take_quote(TEXT, start, start + len(" reviews "))
    assert (quote.words, quote.start, quote.end) == ("reviews", start + 1, start + 8)
    assert quote.prefix == "The audit committee of the board "
    assert quote.suffix == TEXT[start + 8 : start + 8 + 64]
    assert quote.text_hash == hash_passage(normalise_passage(FIRST))


@pytest.mark.parametrize("place", [(-1, 5), (5, 5), (9, 3), (0, 10**6), (len(FIRST), len(FIRST) + 2)])
def test_take_quote_without_words_is_refused(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no words"):
        take_quote(TEXT, *place)


def test_find_quote_in_the_same_text_is_anchored() -> None:
    quote = quote_of(WORDS)
    assert find_quote(quote, TEXT) == Anchorage(State.ANCHORED, quote.start, quote.end)


def test_find_quote_whose_paragraph_shifted_is_anchored_there() -> None:
    quote = quote_of(WORDS)
    shifted = f"A new beginning.\n\n{TEXT}"
    assert find_quote(quote, shifted) == Anchorage(State.ANCHORED, quote.start + 18, quote.end + 18)


def test_find_quote_whose_paragraph_changed_around_it_is_moved() -> None:
    quote = quote_of(WORDS)
    edited = TEXT.replace("reports to the committee", "answers to the chair")
    assert find_quote(quote, edited) == Anchorage(State.MOVED, quote.start, quote.end)


def test_find_quote_whose_paragraph_stands_twice_elsewhere_is_moved() -> None:
    quote = quote_of(WORDS)
    found = find_quote(quote, f"Preface.\n\n{SECOND}\n\nBetween.\n\n{SECOND}")
    assert found.state is State.MOVED


def test_find_quote_of_repeated_words_stays_with_its_own_occurrence() -> None:
    text = "The board meets. Later the board votes and the board adjourns."
    start = text.rindex("the board")
    quote = take_quote(text, start, start + 9)
    # Six characters in front put the first "the board" near, and the second elsewhere than before.
    assert find_quote(quote, f"Intro\n\n{text}") == Anchorage(State.ANCHORED, start + 7, start + 16)


def test_find_quote_of_edited_words_is_moved_to_their_new_form() -> None:
    quote = quote_of(WORDS)
    edited = TEXT.replace("for a dozen years", "for fifteen years")
    found = find_quote(quote, edited)
    assert found.state is State.MOVED
    assert edited[found.start : found.end].startswith("has led such teams for")


def test_find_quote_of_words_that_are_gone_is_orphaned_at_the_last_place() -> None:
    quote = quote_of(WORDS)
    assert find_quote(quote, FIRST) == Anchorage(State.ORPHANED, quote.start, quote.end)
    assert find_quote(quote, "") == Anchorage(State.ORPHANED, quote.start, quote.end)


def test_find_quote_of_a_long_passage_finds_its_shorter_and_longer_form() -> None:
    sentences = [f"Measure {n} is tested by team {n * 7} every {n + 2} weeks." for n in range(60)]
    text = "\n\n".join(sentences)
    quote = quote_of(" ".join(sentences[20:30]).replace(". M", ".\n\nM"), text)
    for edited in (
        text.replace("Measure 25 is", "Measure 25, which is new and has been added lately, is"),
        text.replace(f"{sentences[24]}\n\n", ""),
    ):
        found = find_quote(quote, edited)
        assert found.state is State.MOVED
        words = edited[found.start : found.end]
        assert (words[:10], words[-9:]) == ("Measure 20", "31 weeks.")


def test_find_quote_in_a_long_text_that_repeats_itself_is_quick() -> None:
    text = "\n\n".join(["Some words about the programme and its risks, to fill a line."] * 5000)
    quote = take_quote(text, 100_000, 104_000)
    started = time.process_time()
    assert find_quote(quote, text.replace("fill", "pad")).state is State.MOVED
    # Of this process alone, whatever else runs: well under a second, where trying every place takes minutes.
    assert time.process_time() - started < 10


def test_find_quote_of_one_word_takes_no_lookalike() -> None:
    assert find_quote(quote_of("quarter"), TEXT.replace("quarter", "quartet")).state is State.ORPHANED


@pytest.mark.parametrize("known", [State.MOVED, State.ORPHANED])
def test_find_again_of_what_was_lost_waits_for_a_person(known: State) -> None:
    quote = quote_of(WORDS)
    assert find_again(quote, TEXT, known) == Anchorage(State.MOVED, quote.start, quote.end)


words = st.sampled_from(["board", "risk", "the", "ciso", "audit", "reports", "to", "é", "—", "𝔸"])
sentences = st.lists(words, min_size=1, max_size=7).map(" ".join)
documents = st.lists(sentences, min_size=1, max_size=5).map("\n\n".join)


@st.composite
def edited_documents(draw: st.DrawFn) -> tuple[str, int, int, str]:
    """A text, a place in it, and the text after up to four cuts and insertions."""
    text = draw(documents)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    edited = text
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(edited)))
        cut = draw(st.integers(0, 12))
        edited = edited[:at] + draw(st.one_of(st.just(""), documents)) + edited[at + cut :]
    return text, start, end, edited


@given(edited_documents())
def test_find_quote_never_anchors_on_other_words(case: tuple[str, int, int, str]) -> None:
    text, start, end, edited = case
    if not text[start:end].strip():
        return
    quote = take_quote(text, start, end)
    found = find_quote(quote, edited)
    assert found.end > found.start
    if found.state is State.ORPHANED:
        assert (found.start, found.end) == (quote.start, quote.end)
        assert quote.words not in edited
        return
    assert found.end <= len(edited)
    assert edited[found.start : found.end].strip()
    if found.state is State.ANCHORED:
        again = take_quote(edited, found.start, found.end)
        assert (again.words, again.text_hash) == (quote.words, quote.text_hash)
    if edited == text:
        assert found == Anchorage(State.ANCHORED, quote.start, quote.end)
    paragraphs = [edited[a:b] for a, b in cut_paragraphs(edited)]
    assert paragraphs
