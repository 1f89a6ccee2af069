# enable: cpu/invariant-work-in-loop.re-functions
"""With the option: functions of re with a literal pattern."""
from re import sub

import re


def flags(lines):
    pattern = re.compile(r"\d+")
    _pattern = re.compile(r"\s+")
    for line in lines:
        if pattern.search(line):  # expect: cpu/invariant-work-in-loop
            print(re.match("a", line, re.IGNORECASE))  # expect: cpu/invariant-work-in-loop
        yield _pattern.sub(" ", line)  # expect: cpu/invariant-work-in-loop


def words(lines, pattern):
    _pattern = re.compile(",")
    print([_pattern.split(line) for line in lines])  # expect: cpu/invariant-work-in-loop
    return [re.split(pattern, line) for line in lines], re.split(",", lines[0])
