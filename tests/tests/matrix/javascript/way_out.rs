//! What a JavaScript program can reach by the ways that JavaScript has, and what it can do to those who read
//! back what it leaves: the same as by any other way.

use golem_exec::LimitName;

use crate::case::matrix;

matrix! {
    of JavaScript in "way_out/";

    function_constructors => |case| case.prints("its own globals\n");
    error_hooks => |case| case.prints("texts and numbers Error: after\n");
    error_hooks_at_the_end => |case| case.fails().prints("before\n");
    identity_is_the_sandboxes => |case| case.prints(
        "1 0 sandbox sandbox 0 node /usr/bin/node /usr/bin/node,/workspace/main.js\n\
         [{},\"/workspace\",\"/tmp\",[0,0,0],[],[]]\n\
         true object function undefined\nENOENT /workspace\nESRCH\nESRCH\nESRCH\nEPERM\nEPERM\n");
    clocks_are_coarse_enough => |case| case
        .under("[clock]\nmode = \"coarse\"\nresolution = \"100ms\"").prints("coarse\n");

    thrown_proxy => |case| case.fails().prints("before\n");
    thrown_revoked_proxy => |case| case.fails().prints("before\n");
    thrown_symbol => |case| case.fails().prints("before\n");
    thrown_with_hooks => |case| case.fails().prints("before\ncustom\ntoPrimitive\n");
    thrown_without_a_prototype => |case| case.fails().prints("before\n");
    exit_codes_that_are_none => |case| case
        .prints("ERR_INVALID_ARG_TYPE,ERR_OUT_OF_RANGE undefined\n").exits(7);
    polluted_prototypes => |case| case
        .prints("ENOENT EEXIST EROFS ENOTDIR text 4 main.js,own\n").exits(6);
    limits_after_pollution => |case| case
        .under("file-size = \"1KiB\"").prints("before\n").exceeds(LimitName::FileSize);
    lengths_that_are_none => |case| case.prints("still here\n");
    polluted_iteration => |case| case.prints("planted\n").exits(8);
}
