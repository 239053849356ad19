"""Why a page was not fetched."""


class WebError(Exception):
    """A page is not fetched. `str(error)` is one sentence for whoever asked; `code` is for programs.

    `bad-address`, `credentials`, `port`, `not-public`, `unknown-host`, `no-answer`, `not-safe` (TLS),
    `too-slow`, `too-large`, `broken` (an answer cut off or against the protocol), `robots`, `not-found`,
    `refused` (any other status), `busy`, `redirects`, `wrong-type`, `empty`.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
