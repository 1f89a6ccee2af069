"""The list is needed, the handle is touched meanwhile, or it is no file."""
import io
import os


def rewrite(path):
    with open(path) as file:
        for line in file.readlines():
            with open(path, "a") as out:
                out.write(line)


def update(path):
    with open(path, "r+") as file:
        for line in file.readlines():
            print(line)


def tell(path):
    with open(path) as file:
        for line in file.readlines():
            print(file.tell(), line)


def remove(path):
    with open(path) as file:
        for line in file.readlines():
            os.remove(path)
            print(line)


def later(path):
    with open(path) as file:
        return (line.strip() for line in file.readlines())


def iterator(path):
    with open(path) as file:
        return enumerate(file.readlines())


def twice(path):
    with open(path) as file:
        lines = file.readlines()
        for line in lines:
            print(line)
        return len(lines)


def buffer(text):
    for line in io.StringIO(text).readlines():
        print(line)


def unknown(file):
    for line in file.readlines():
        print(line)


def middle(path, start):
    with open(path) as file:
        for line in file.readlines()[start:]:
            print(line)
