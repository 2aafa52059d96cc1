//! A little that becomes very much: inflated or nested.

use crate::case::matrix;

matrix! {
    of JavaScript in "growth/";

    bombs_to_files => |case| case
        .under("file-size = \"1MiB\"").prints("EFBIG true\ntrue\n");
    deep_data => |case| case.prints("refused or done [{\"a\":[1]}]\n");
}
