#include "semantics/file_mentions.h"

TriggerSet file_model_triggers(const FileModel *file) {
    TriggerSet all = 0;
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        all |= file->outline->units[unit].triggers;
    }
    return all;
}

UnitId file_model_next_mention(const FileModel *file, TriggerSet words, UnitId from) {
    if (file->layers->watch) {
        file->layers->watch->names = true; /* what the outline tells is part of the answer */
    }
    for (UnitId unit = from; unit < file->outline->unit_count; unit++) {
        if (file->outline->units[unit].triggers & words) {
            return unit;
        }
    }
    return UNIT_NONE;
}
