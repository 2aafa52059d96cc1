//! What a program can reach: its own files, and nothing of the host, the supervisor or others.

use golem_exec::LimitName;

use crate::case::matrix;
use crate::host::Guest;

matrix! {
    host_is_invisible => |case| case.prints("nothing of the host\n");
    environment_is_only_what_was_passed => |case| case
        .env("PASSED", "1").prints("[\"PASSED\"]\n");
    /// Python's library is a part of what a program sees, at `/usr/lib`.
    root_is_a_skeleton => |case| case
        .prints("tmp,workspace\nEROFS EROFS EROFS EROFS\n")
        .in_language(Guest::Python, |case| case.prints("tmp,usr,workspace\nEROFS EROFS EROFS EROFS\n"));
    paths_do_not_escape => |case| case.prints("contained\n");
    links_do_not_escape => |case| case.prints("contained\n");
    names_of_other_systems => |case| case.prints("32 0 true\nfalse false false false\n");
    shared_memory_is_shared_with_nobody => |case| case
        .only(Guest::JavaScript).prints("0 42 1 7\n0 undefined undefined\n");
    network_is_absent => |case| case.prints("absent\n");
    engine_modules_are_absent => |case| case.prints("absent\n");
    supervisor_modules_are_not_importable => |case| case
        .only(Guest::JavaScript).prints("refused\n");
    bytecode_is_not_loaded => |case| case.prints("refused\n");
    supervisor_survives_polluted_prototypes => |case| case.prints("polluted\n").exits(5);
    supervisor_survives_planted_accessors => |case| case.prints("planted\n").exits(0);
    supervisor_survives_replaced_globals => |case| case.prints("replaced\n").exits(0);
    forged_limit_is_a_failure_of_the_programs => |case| case.fails();
    forged_syntax_error_is_a_failure_of_the_programs => |case| case.fails().prints("before\n");
    hostile_error_objects => |case| case.fails();
    hostile_errors_that_loop => |case| case.time_ms(300).times_out();
    hostile_errors_that_recurse => |case| case.fails();
    forged_frames_are_only_output => |case| case.prints("\u{3}\u{2}\0\0\0{}after\n");
    terminal_escapes_pass => |case| case.prints("\u{1b}]0;title\u{7}\u{1b}[2J\n");
    /// Bytes that are no UTF-8, what stands for surrogates, and what is beyond Unicode.
    output_that_is_not_text => |case| case
        .prints("a\u{fffd}b\u{fffd}(\u{fffd}\u{fffd}\u{fffd}c\u{fffd}\u{fffd}\u{fffd}\u{fffd}\n");
    process_after_pollution => |case| case.prints("raised\n").exceeds(LimitName::Processes);
}
