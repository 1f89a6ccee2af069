/* Knows the options of `bluetick server`. Refuses to know the protocol. */
#include "lsp/serve.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"

static Status parse_encoding(const Arguments *arguments, PositionEncoding *out, bool *is_set,
                             Buf *err) {
    static const char *const names[] = {"utf-8", "utf-16", "utf-32"};
    *is_set = arguments_has(arguments, ARGUMENT_position_encoding);
    Str name = arguments_last(arguments, ARGUMENT_position_encoding, STR("utf-16"));
    for (int i = 0; i <= POSITION_UTF32; i++) {
        if (str_equal(name, str_from_c(names[i]))) {
            *out = (PositionEncoding)i;
            return STATUS_OK;
        }
    }
    return status_note(STATUS_INVALID, err,
                       "option '--position-encoding' knows utf-8, utf-16 and utf-32, not '%.*s'",
                       STR_ARG(name));
}

static int run(const Arguments *arguments, Buf *err) {
    ServeOptions options = {.version = BLUETICK_VERSION};
    PositionEncoding encoding = POSITION_UTF16;
    bool is_forced = false;
    uint32_t port = 0;
    uint32_t process = 0;
    int code = EXIT_USAGE;
    if (parse_encoding(arguments, &encoding, &is_forced, err) < 0 ||
        arguments_number(arguments, ARGUMENT_socket, 1, UINT16_MAX, &port, err) < 0 ||
        arguments_number(arguments, ARGUMENT_process_id, 1, INT32_MAX, &process, err) < 0) {
        return EXIT_USAGE;
    }
    if (arguments->rest.count > 0) {
        status_note(STATUS_INVALID, err, "'bluetick server' takes no paths");
        return EXIT_USAGE;
    }
    options.encoding = is_forced ? &encoding : NULL;
    options.port = (uint16_t)port;
    options.process_id = (int)process;
    if (arguments_has(arguments, ARGUMENT_pipe)) {
        options.pipe = arguments_last(arguments, ARGUMENT_pipe, STR("")).ptr;
    }
    return serve(&options, &code, err) < 0 ? EXIT_USAGE : code;
}

int command_server(int count, const char *const *words) {
    Arguments arguments;
    Buf err;
    buf_init(&err, 0);
    int code = EXIT_USAGE;
    if (arguments_parse(&arguments, ON_SERVER, count, words, &err) == STATUS_OK) {
        code = arguments_has(&arguments, ARGUMENT_help) ? help_command(command_find("server"))
                                                        : run(&arguments, &err);
    }
    if (err.len > 0) {
        console_complain(buf_str(&err));
    }
    arguments_release(&arguments);
    buf_release(&err);
    return code;
}
