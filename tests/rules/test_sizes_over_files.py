"""Constants of another file of the project: a list written out there is as short as one written here."""

import json

CONSTANTS = '''
SUFFIXES = [".yaml", ".yml", ".json"]
LOADED = load_suffixes()
GROWN: list[str] = []
'''

READER = '''
import shop.const as const
from shop import const as again
from shop.const import GROWN, LOADED, SUFFIXES


def written_out(names):
    return [name for name in names if name in SUFFIXES]


def through_the_module(names):
    return [name for name in names if name in const.SUFFIXES or name in again.SUFFIXES]


def filled_elsewhere(names):
    return [name for name in names if name in GROWN]


def local(names, listed: list[str]):
    return [name for name in names if name in listed]
'''


def findings(bluetick, *folder):
    done = bluetick("check", "--isolated", "--no-cache", "--select", "cpu/list-membership-in-loop",
                    "--format", "json", *folder)
    return json.loads(done.stdout)["findings"]


def test_a_display_of_another_file_has_a_size(bluetick):
    bluetick.write("shop/__init__.py")
    bluetick.write("shop/const.py", CONSTANTS)
    bluetick.write("shop/reader.py", READER)
    assert [finding["subject"] for finding in findings(bluetick, ".")] == ["GROWN", "listed"]
