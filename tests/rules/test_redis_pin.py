"""redis waits for ever before 8.0 alone: without a pin below that nothing is said of its clients."""

import json

import pytest

SOURCE = '''import redis

client = redis.Redis(host="cache")
queue = redis.Redis(host="cache", socket_timeout=None)
bounded = redis.Redis(host="cache", socket_timeout=5)
'''
POETRY = '[tool.poetry.dependencies]\npython = "^3.11"\n'
OLD = [
    '[project]\ndependencies = ["requests", "redis==4.6.0"]\n',
    '[project]\ndependencies = ["redis[hiredis] >=4.5,<6"]\n',
    '[project]\ndependencies = ["redis<8; python_version > \'3.8\'"]\n',
    '[project]\ndependencies = ["redis~=5.0"]\n',
    POETRY + 'redis = "^5.0.1"\n',
    POETRY + 'redis = {version = "<=7.4", extras = ["hiredis"]}\n',
]
NEW = [
    "",
    '[project]\ndependencies = ["redis"]\n',
    '[project]\ndependencies = ["redis>=4"]\n',
    '[project]\ndependencies = ["redis>=4,<9", "redis-om==0.3"]\n',
    '[project]\ndependencies = ["redis==8.0.1"]\n',
    POETRY + 'redis = "^8.0"\n',
    POETRY + 'redis = "*"\n',
]
TIER = '[tool.bluetick.io.missing-timeout]\ntier = 2\n'


OTHER_FILES = [
    ("requirements.txt", "redis==4.6.0\n", True),
    ("requirements.txt", "redis[hiredis]<8  # not yet\n", True),
    ("requirements.txt", "redis>=4\n", False),
    ("poetry.lock", '[[package]]\nname = "redis"\nversion = "5.0.1"\n', True),
    ("uv.lock", '[[package]]\nname = "redis"\nversion = "8.0.0"\n', False),
]


def lines(bluetick, pyproject):
    bluetick.write("pyproject.toml", pyproject + TIER)
    bluetick.write("app.py", SOURCE)
    done = bluetick("check", "--no-cache", "--select", "io/missing-timeout", "--format", "json", ".")
    return [finding["range"]["start"]["line"] for finding in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize("pyproject", OLD)
def test_a_pin_below_eight_is_reported(bluetick, pyproject):
    assert lines(bluetick, pyproject) == [3]


@pytest.mark.parametrize("pyproject", NEW)
def test_other_requirements_are_not(bluetick, pyproject):
    assert lines(bluetick, pyproject) == []


@pytest.mark.parametrize("name, text, is_old", OTHER_FILES)
def test_other_files_count_too(bluetick, name, text, is_old):
    bluetick.write(name, text)
    assert lines(bluetick, "") == ([3] if is_old else [])
