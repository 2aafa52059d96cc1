//! A little that becomes very much: inflated, repeated, or nested.

use crate::case::matrix;

/// Room for what goes in, and not for what comes out.
const LIMIT: u64 = 48 << 20;

matrix! {
    of JavaScript in "growth/";

    decompression_bombs => |case| case.memory_bytes(LIMIT).prints(
        "ERR_BUFFER_TOO_LARGE\nERR_BUFFER_TOO_LARGE\nbefore\nall true\n");
    bombs_to_files => |case| case
        .under("file-size = \"1MiB\"").prints("EFBIG true\ntrue\n");
    amplification => |case| case.memory_bytes(LIMIT).prints("caught 25 of 25 --ab aaa\n");
    deep_data => |case| case.prints("refused or done [{\"a\":[1]}]\n");
}
