"""Print server/report/unicode_width.def: how many columns a terminal gives a code point."""
import sys
import unicodedata

ZERO = {"Mn", "Me", "Cf"}


def width(code: int) -> int:
    """Return 0, 1 or 2 columns."""
    char = chr(code)
    if unicodedata.category(char) in ZERO and code != 0xAD:
        return 0
    if 0x1160 <= code <= 0x11FF:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def main() -> None:
    """Print the ranges whose width is not 1, in order."""
    print("/* Columns of code points that are not one wide: WIDTH(first, last, columns), in order.")
    print(f" * Made by tests/tools/unicode_width.py from Unicode {unicodedata.unidata_version}. */")
    start, columns = 0, 1
    for code in range(0x80, sys.maxunicode + 2):
        if code <= sys.maxunicode and unicodedata.category(chr(code)) == "Cn":
            continue  # unassigned: belongs to the range around it
        now = width(code) if code <= sys.maxunicode else 1
        if now == columns:
            continue
        if columns != 1:
            print(f"WIDTH(0x{start:04X}, 0x{code - 1:04X}, {columns})")
        start, columns = code, now


main()
