"""What every test may ask for."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real filings (COLLATE_SHARED_DATA, else ../shared/data); skips where there is none."""
    folder = Path(os.environ.get("COLLATE_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real filings at {folder}: set COLLATE_SHARED_DATA")
    return folder
