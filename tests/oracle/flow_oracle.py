"""Compares the bindings that bluetick lets reach a use with what random programs really do.

usage: flow_oracle.py DUMP_PROGRAM [COUNT [SEED]]

Each program binds and reads one variable under random control flow. It is run many times with
random decisions; a binding that was seen at a use must be among those that DUMP_PROGRAM prints
(`use LINE: LINE... [entry]`), or the analysis is wrong. Bindings printed but never seen are counted:
a few per cent are paths that chance did not take or that exceptions alone could take.
"""

import os
import random
import subprocess
import sys
import tempfile

RUNS = 400


class Writer:
    def __init__(self, rng):
        self.rng, self.lines, self.number = rng, [], 0

    def line(self, depth, text):
        self.lines.append("    " * depth + text)
        return len(self.lines)

    def block(self, depth, budget, in_loop, in_final=False):
        for _ in range(self.rng.randint(1, 2)):
            self.statement(depth, budget - 1, in_loop, in_final)

    def bind(self, depth):
        number = len(self.lines) + 1
        form = self.rng.randint(0, 9)
        if form < 6:
            self.line(depth, f"x = {number}")
        elif form == 6:
            self.line(depth, f"(x := {number})")
        elif form == 7:
            self.line(depth, f"c() and (x := {number})")
        elif form == 8:
            self.line(depth, f"y, x = 0, {number}")
        else:
            self.line(depth, f"{number} if c() else (x := {number})")

    def statement(self, depth, budget, in_loop, in_final):
        rng = self.rng
        choice = rng.random()
        if budget <= 0 or choice < 0.30:
            if rng.random() < 0.45:
                self.bind(depth)
            else:
                self.line(depth, "u(%d, x)" % (len(self.lines) + 1))
        elif choice < 0.45:
            self.line(depth, "if c():")
            self.block(depth + 1, budget, in_loop, in_final)
            while rng.random() < 0.3:
                self.line(depth, "elif c():")
                self.block(depth + 1, budget, in_loop, in_final)
            if rng.random() < 0.5:
                self.line(depth, "else:")
                self.block(depth + 1, budget, in_loop, in_final)
        elif choice < 0.60:
            form = rng.randint(0, 3)
            number = len(self.lines) + 1
            header = ["while c():", "for i in n():", f"for x in k({number}):", f"while (x := {number}) and c():"]
            self.line(depth, header[form])
            self.block(depth + 1, budget, True)
            if rng.random() < 0.3:
                self.line(depth, "else:")
                self.block(depth + 1, budget, in_loop, in_final)
        elif choice < 0.66:
            self.line(depth, "while True:")
            self.line(depth + 1, "t()")
            self.block(depth + 1, budget, True)
            self.line(depth + 1, "if c():")
            self.line(depth + 2, "break")
        elif choice < 0.80:
            self.line(depth, "try:")
            self.line(depth + 1, "e()")
            self.block(depth + 1, budget, in_loop, in_final)
            self.line(depth + 1, "e()")
            handlers = rng.randint(0, 2)
            for kind in ["KeyError", "Oops"][:handlers]:
                self.line(depth, f"except {kind}:")
                self.block(depth + 1, budget, in_loop, in_final)
            if handlers and rng.random() < 0.3:
                self.line(depth, "else:")
                self.block(depth + 1, budget, in_loop, in_final)
            if not handlers or rng.random() < 0.4:
                self.line(depth, "finally:")
                self.block(depth + 1, budget, False, True)
        elif choice < 0.86:
            self.line(depth, "with m():")
            self.block(depth + 1, budget, in_loop, in_final)
        elif choice < 0.92:
            self.line(depth, "match c():")
            self.line(depth + 1, "case True if c():")
            self.block(depth + 2, budget, in_loop, in_final)
            number = len(self.lines) + 1
            if rng.random() < 0.5:
                self.line(depth + 1, "case False:")
                self.block(depth + 2, budget, in_loop, in_final)
            if rng.random() < 0.5:
                self.line(depth + 1, "case _:")
                self.block(depth + 2, budget, in_loop, in_final)
        elif in_loop:
            self.line(depth, "if c():")
            self.line(depth + 1, rng.choice(["break", "continue"]))
        elif in_final:
            self.bind(depth)
        else:
            self.line(depth, "if c():")
            self.line(depth + 1, rng.choice(["return", "raise Oops", "raise KeyError"]))


def make_program(rng):
    writer = Writer(rng)
    parameter = rng.random() < 0.5
    writer.line(0, "def f(x=1):" if parameter else "def f():")
    if not parameter:
        writer.line(1, "if c():")
        writer.line(2, "x = 3")
    for _ in range(rng.randint(1, 4)):
        writer.statement(1, 3, False, False)
    writer.line(1, f"u({len(writer.lines) + 1}, x)")
    for _ in range(2):  # a variable with one binding is not followed
        writer.line(1, f"x = {len(writer.lines) + 1}")
    return "\n".join(writer.lines) + "\n"


class Oops(Exception):
    pass


class Stop(Exception):
    pass


def run(source, rng):
    """use line -> lines of bindings seen, 0 for unbound."""
    seen = {}
    steps = 0

    def tick():
        nonlocal steps
        steps += 1
        if steps > 300:
            raise Stop

    def c():
        tick()
        return rng.random() < 0.5

    def e():
        tick()
        if rng.random() < 0.2:
            raise rng.choice([Oops, KeyError])

    class Manager:
        def __enter__(self):
            return 0

        def __exit__(self, *_):
            return False

    # a lambda reads the variable late enough to catch that it is unbound
    lines = [line.replace(", x)", ", lambda: x)") for line in source.splitlines()]

    def see(number, read):
        tick()
        try:
            seen.setdefault(number, set()).add(read())
        except NameError:
            seen.setdefault(number, set()).add(0)

    space = {
        "c": c, "e": e, "t": tick, "u": see, "m": Manager, "Oops": Oops,
        "n": lambda: range(rng.randint(0, 3)), "k": lambda number: [number] * rng.randint(0, 3),
    }
    exec(compile("\n".join(lines), "random", "exec"), space)
    for _ in range(RUNS):
        steps = 0
        try:
            space["f"]()
        except (Oops, KeyError, Stop):
            pass
    return seen


def read_answers(text):
    answers = {}
    for line in text.splitlines():
        if line.startswith("use "):
            head, tail = line[4:].split(":", 1)
            answers[int(head)] = {0 if word == "entry" else int(word) for word in tail.split()}
    return answers


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    wrong = printed = unseen = 0
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "program.py")
    for number in range(count):
        rng = random.Random(seed * 100000 + number)
        source = make_program(rng)
        with open(path, "w") as file:
            file.write(source)
        answers = read_answers(subprocess.run([program, "--flow", "x", path], capture_output=True, text=True, check=True).stdout)
        seen = run(source, rng)
        for line, lines in seen.items():
            answer = answers.get(line)
            if answer is None:
                print(f"program {number}: no answer for line {line}\n{source}")
                wrong += 1
                continue
            missing = lines - answer
            printed += len(answer)
            unseen += len(answer - lines)
            if missing:
                wrong += 1
                print(f"program {number} line {line}: saw {sorted(lines)}, told {sorted(answer)}\n{source}")
                if wrong > 0:
                    return 1
    os.remove(path)
    os.rmdir(folder)
    print(f"flow: {count} programs, {printed} bindings told, {unseen} never seen, {wrong} wrong")
    return 1 if wrong or not printed else 0


if __name__ == "__main__":
    sys.exit(main())
