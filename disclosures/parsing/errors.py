"""The one error a reader raises."""


class ParseError(Exception):
    """The file cannot be used. `str(error)` is one sentence for the uploader; `code` is for programs."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
