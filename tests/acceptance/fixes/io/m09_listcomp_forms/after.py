def summary(rows):
    names = {row.strip() for row in rows}
    lengths = {row: len(row) for row in rows if row}
    shown = []
    for text in (row.upper() for row in rows):
        shown.append(text)
    for number, text in enumerate((row.lower() for row in rows), 1):
        shown.append((number, text))
    return names, lengths, sorted((len(row) for row in rows), reverse=True), sum((len(row) for row in rows), 5), shown
