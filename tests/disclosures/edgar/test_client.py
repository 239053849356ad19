"""The client on EDGAR's bad days: what is tried again, for how long, and what is given up with a sentence."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from disclosures.edgar.client import EdgarClient, EdgarError, Patience, read_retry_after
from disclosures.edgar.index import read_tickers
from tests.disclosures.edgar.server import Answer, Edgar, NoPace, page

TICKERS = {"0": {"cik_str": 9900077, "ticker": "LNTN", "title": "Lanternfish Marine Corp"}}
IMPATIENT = Patience(attempts=3, silence=0.3, whole=0.5, most_bytes=50_000)


class Trial:
    """A client without real waiting, and what it would have waited."""

    def __init__(self, edgar: Edgar, patience: Patience = IMPATIENT) -> None:
        self.waits: list[float] = []
        self.pace = NoPace()
        self.edgar = edgar
        self.client = EdgarClient(
            contact="Example Ltd desk@collate.example",
            pace=self.pace,
            patience=patience,
            sleep=self.waits.append,
            jitter=lambda: 1.0,
        )

    def tickers(self) -> dict[str, str]:
        with self.client:
            return self.client.get(f"{self.edgar.address}/files/company_tickers.json", read_tickers)

    def refusal(self) -> str:
        with pytest.raises(EdgarError) as caught:
            self.tickers()
        return caught.value.code


@pytest.fixture
def trial(edgar: Edgar) -> Trial:
    edgar.put("/files/company_tickers.json", TICKERS)
    return Trial(edgar)


def bad_day(trial: Trial, *answers: Answer) -> None:
    trial.edgar.before("/files/company_tickers.json", *answers)


def test_client_without_a_contact_is_refused() -> None:
    with pytest.raises(EdgarError) as caught:
        EdgarClient(contact="", pace=NoPace())
    assert str(caught.value) == (
        "EDGAR wants to know who asks: set COLLATE_EDGAR_CONTACT to a name and a mail address."
    )


def test_client_says_who_asks_and_keeps_the_pace(trial: Trial) -> None:
    assert trial.tickers() == {"LNTN": "0009900077"}
    assert [agent for _, _, agent in trial.edgar.requests] == ["Example Ltd desk@collate.example"]
    assert (trial.pace.waits, trial.waits, trial.pace.pauses) == (1, [], [])


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_busy_server_is_asked_again_after_doubling_waits(trial: Trial, status: int) -> None:
    bad_day(trial, page("busy", status), page("busy", status))
    assert trial.tickers() == {"LNTN": "0009900077"}
    assert trial.waits == [2, 4]
    assert trial.pace.waits == 3


def test_retry_after_holds_back_every_process(trial: Trial) -> None:
    bad_day(trial, page("slow down", 429, **{"Retry-After": "17"}))
    trial.tickers()
    assert (trial.waits, trial.pace.pauses) == ([17], [17])


def test_a_server_error_holds_back_nobody_else(trial: Trial) -> None:
    bad_day(trial, page("oops", 500))
    trial.tickers()
    assert (trial.waits, trial.pace.pauses) == ([2], [])


def test_a_very_long_retry_after_is_not_sat_out(trial: Trial) -> None:
    bad_day(trial, page("come back tomorrow", 503, **{"Retry-After": "86400"}))
    assert trial.refusal() == "busy"
    assert trial.waits == []


def test_too_fast_page_with_status_403_is_waited_out(trial: Trial) -> None:
    bad_day(trial, page("<h1>Request Rate Threshold Exceeded</h1>", 403))
    assert trial.tickers() == {"LNTN": "0009900077"}
    assert trial.pace.pauses == [2]


def test_undeclared_tool_page_is_not_tried_again(trial: Trial) -> None:
    bad_day(trial, page("Your Request Originates from an Undeclared Automated Tool", 403))
    assert trial.refusal() == "refused"
    assert trial.edgar.paths == ["/files/company_tickers.json"]


@pytest.mark.parametrize(
    "answer",
    [
        page("We are sorry: the service is not available"),
        Answer(json.dumps(TICKERS).encode()[:-9]),
        Answer(b""),
        Answer(b"[1, 2]"),
    ],
    ids=["error page sent as 200", "cut off", "empty", "another JSON"],
)
def test_answer_that_is_not_the_index_is_asked_for_again(trial: Trial, answer: Answer) -> None:
    bad_day(trial, answer)
    assert trial.tickers() == {"LNTN": "0009900077"}
    assert trial.waits == [2]


def test_answer_that_stays_unusable_is_given_up(trial: Trial) -> None:
    bad_day(trial, *[page("sorry")] * 3)
    assert trial.refusal() == "unreadable"
    assert trial.waits == [2, 4]


def test_connection_that_ends_early_is_tried_again(trial: Trial) -> None:
    bad_day(trial, Answer(json.dumps(TICKERS).encode(), says_length=5_000))
    assert trial.tickers() == {"LNTN": "0009900077"}
    assert trial.waits == [2]


def test_silent_server_is_tried_again(trial: Trial) -> None:
    bad_day(trial, Answer(json.dumps(TICKERS).encode(), delay=0.6))
    assert trial.tickers() == {"LNTN": "0009900077"}
    assert trial.waits == [2]


def test_answer_that_drips_for_ever_is_given_up(trial: Trial) -> None:
    bad_day(trial, *[Answer(b" " * 1_000, drip=0.02)] * 3)
    assert trial.refusal() == "busy"
    assert len(trial.edgar.requests) == 3


def test_nobody_listening_is_given_up(edgar: Edgar) -> None:
    trial = Trial(Edgar(address="http://127.0.0.1:9"))
    assert trial.refusal() == "busy"
    assert trial.waits == [2, 4]


def test_large_answer_is_not_taken(trial: Trial) -> None:
    bad_day(trial, Answer(b" " * 60_000))
    assert trial.refusal() == "too-large"


def test_small_answer_that_unpacks_to_a_large_one_is_not_taken(trial: Trial) -> None:
    bad_day(trial, Answer(gzip.compress(b" " * 10_000_000), headers={"Content-Encoding": "gzip"}))
    assert trial.refusal() == "too-large"


def test_damaged_packing_is_tried_again(trial: Trial) -> None:
    bad_day(trial, Answer(b"no gzip at all", headers={"Content-Encoding": "gzip"}))
    assert trial.tickers() == {"LNTN": "0009900077"}


def test_missing_address_is_not_tried_again(trial: Trial) -> None:
    bad_day(trial, page("NoSuchKey", 404))
    assert trial.refusal() == "not-found"
    assert trial.waits == []


def test_redirect_on_the_same_server_is_followed_at_the_same_pace(trial: Trial) -> None:
    bad_day(trial, Answer(status=301, headers={"Location": "/moved.json"}))
    trial.edgar.put("/moved.json", TICKERS)
    assert trial.tickers() == {"LNTN": "0009900077"}
    assert trial.pace.waits == 2


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:1/x", "https://login.elsewhere.example/", "ftp://127.0.0.1/x", "http://[bad"]
)
def test_redirect_to_another_server_is_not_followed(trial: Trial, target: str) -> None:
    bad_day(trial, Answer(status=302, headers={"Location": target}))
    assert trial.refusal() == "elsewhere"
    assert len(trial.edgar.requests) == 1


def test_redirects_in_a_circle_end(trial: Trial) -> None:
    bad_day(trial, *[Answer(status=302, headers={"Location": "/files/company_tickers.json"})] * 9)
    assert trial.refusal() == "elsewhere"
    assert len(trial.edgar.requests) == 4


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("Wed, 01 Jan 2025 00:00:30 GMT", 30),
        ("Wed, 01 Jan 2025 00:01:00 -0000", 60),
        ("Tue, 31 Dec 2024 23:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(header: str, seconds: float | None) -> None:
    assert read_retry_after(header, datetime(2025, 1, 1, tzinfo=UTC)) == seconds
