/* The finding objects of the json format, one a line, and nothing else. */
#include "report/finding_json.h"

static void write_entry(ReportRun *run, uint32_t entry, Buf *out) {
    JsonWriter json = json_writer(out);
    finding_json_write(run, &run->entries[entry], &json);
    buf_append_byte(out, '\n');
}

const FormatWriter format_jsonl = {.entry = write_entry};
