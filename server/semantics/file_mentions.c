#include "semantics/file_mentions.h"

#include "base/status.h"

TriggerSet file_model_triggers(const FileModel *file) {
    file_model_note_outline(file);
    TriggerSet all = 0;
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        all |= file->outline->units[unit].triggers;
    }
    return file->is_shared ? all & TRIGGERS_ELSEWHERE : all;
}

UnitId file_model_next_mention(const FileModel *file, TriggerSet words, UnitId from) {
    file_model_note_outline(file);
    (void)BUG_ON(file->is_shared && (words & ~TRIGGERS_ELSEWHERE));
    for (UnitId unit = from; unit < file->outline->unit_count; unit++) {
        if (file->outline->units[unit].triggers & words) {
            return unit;
        }
    }
    return UNIT_NONE;
}
