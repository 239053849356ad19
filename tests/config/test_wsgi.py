"""What a web server loads before its first request."""

import subprocess
import sys


def test_wsgi_leaves_the_loaded_program_out_of_garbage_collections() -> None:
    told = (
        "import config.wsgi, gc, sys; print('comparison.urls' in sys.modules, gc.get_freeze_count() > 50_000)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
