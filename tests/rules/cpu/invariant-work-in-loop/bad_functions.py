# enable: cpu/invariant-work-in-loop.re-functions
"""With the option: functions of re with a literal pattern."""
from re import sub

import re


def flags(lines):
    for line in lines:
        if re.search(r"\d+", line):  # expect: cpu/invariant-work-in-loop
            print(re.match("a", line, re.IGNORECASE))  # expect: cpu/invariant-work-in-loop
        yield sub(r"\s+", " ", line)  # expect: cpu/invariant-work-in-loop


def words(lines, pattern):
    print([re.split(",", line) for line in lines])  # expect: cpu/invariant-work-in-loop
    return [re.split(pattern, line) for line in lines], re.split(",", lines[0])
