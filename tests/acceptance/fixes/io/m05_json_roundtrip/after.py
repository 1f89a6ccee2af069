import copy
import json


def clone(tree):
    return copy.deepcopy(tree)


def sorted_clone(tree):
    data = copy.deepcopy(tree)
    return data
