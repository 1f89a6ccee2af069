/* The finding objects of the json format, one a line, and nothing else. */
#include "report/finding_json.h"

void format_jsonl(ReportRun *run, Buf *out) {
    for (uint32_t i = 0; i < run->entry_count; i++) {
        JsonWriter json = json_writer(out);
        finding_json_write(run, &run->entries[i], &json);
        buf_append_byte(out, '\n');
    }
}
