"""The binary under test: where it is, what it knows, how it is run."""

import functools
import json
import os
import pathlib
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[1]
BLUETICK = pathlib.Path(os.environ.get("BLUETICK", TOP / "build" / "bluetick")).absolute()


@functools.cache
def known_rules():
    """The ids of all rules that this binary has."""
    listed = subprocess.run([str(BLUETICK), "rule", "--format", "json"],
                            capture_output=True, check=True, timeout=60).stdout
    return frozenset(rule["rule"] for rule in json.loads(listed))


class Bluetick:
    """Runs the binary; never longer than `timeout` seconds."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.environment = {
            name: value for name, value in os.environ.items()
            if name not in ("NO_COLOR", "FORCE_COLOR")
        }

    def __call__(self, *arguments, stdin=b"", timeout=60, env=None, cwd=None, **more):
        return subprocess.run(
            [str(BLUETICK), *map(str, arguments)],
            cwd=cwd or self.folder, input=stdin, capture_output=True, timeout=timeout, check=False,
            env={**self.environment, **(env or {})}, **more,
        )

    def write(self, name, content=""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path
