"""Real clients: VS Code's protocol layer under node, and Neovim without a screen."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lsp_client import BLUETICK, ROOT

HERE = Path(__file__).resolve().parent
BINARY = str(Path(BLUETICK).absolute())


@pytest.fixture(scope="session")
def node_modules():
    folder = HERE / "node"
    if not (folder / "node_modules" / ".package-lock.json").exists():
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=folder,
            check=True,
            timeout=300,
        )
    return folder


def test_vscode_protocol_client(node_modules):
    run = subprocess.run(
        ["node", "--test", "protocol.test.mjs"],
        cwd=node_modules,
        env={**os.environ, "BLUETICK": BINARY},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert int(re.search(r"^# pass (\d+)$", run.stdout, re.M).group(1)) >= 6, run.stdout
    assert re.search(r"^# skipped 0$", run.stdout, re.M), run.stdout


def test_neovim(tmp_path):
    nvim = shutil.which("nvim")
    assert nvim, "Neovim is not installed (make test installs it)"
    run = subprocess.run(
        [nvim, "--headless", "--clean", "-u", str(HERE / "neovim.lua")],
        cwd=tmp_path,
        env={
            **os.environ,
            "BLUETICK": BINARY,
            "BLUETICK_PLUGIN": str(ROOT / "editors" / "neovim"),
            "XDG_STATE_HOME": str(tmp_path),
            "XDG_CACHE_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"^(\d+) passed, 0 failed$", run.stdout, re.M), run.stdout
