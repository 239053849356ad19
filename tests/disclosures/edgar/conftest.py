from collections.abc import Iterator

import pytest

from tests.disclosures.edgar.server import Edgar, running_edgar


@pytest.fixture
def edgar() -> Iterator[Edgar]:
    with running_edgar() as server:
        yield server
