def half(:
    return [1,


def whole(value):
    doubled = value * 2
    return doubled
