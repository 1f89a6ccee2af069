/* Knows how a cell of a table lists names. */
#include "catalog/name_list.h"

bool name_list_has(Str names, Str name) {
    while (names.len) {
        uint32_t bar = str_find_byte(names, '|');
        if (str_equal(str_slice(names, 0, bar), name)) {
            return true;
        }
        names = str_slice(names, bar < names.len ? bar + 1 : names.len, names.len);
    }
    return false;
}
