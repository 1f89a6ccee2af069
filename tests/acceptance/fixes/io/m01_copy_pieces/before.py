def duplicate(source, target):
    with open(source, "rb") as src, open(target, "wb") as dst:
        dst.write(src.read())
