# enable: memory/fetchall-iterated.pandas
"""Tables of pandas that are read whole for their rows."""
import pandas as pd


def direct(path):
    for row in pd.read_csv(path).itertuples():  # expect: memory/fetchall-iterated
        print(row)


def named(path):
    frame = pd.read_csv(path, sep=";")  # expect: memory/fetchall-iterated
    for number, row in frame.iterrows():
        print(number, row)
    for row in frame.itertuples(index=False):
        print(row)
