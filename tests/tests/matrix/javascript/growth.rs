//! A little that becomes very much: inflated, nested, or put together of what a program says.

use golem_exec::LimitName;

use crate::case::{matrix, unhurried};
use crate::host::golem_like::Worker;
use crate::host::{Call, Guest, Limits};
use crate::programs;

/// What the texts of `long_texts_in_natives` fit into, and not twice.
const LIMIT: u64 = 64 << 20;

matrix! {
    of JavaScript in "growth/";

    bombs_to_files => |case| case
        .under("file-size = \"1MiB\"").prints("EFBIG true\ntrue\n");
    bombs_in_memory => |case| case.memory_bytes(32 << 20).prints(
        "refused refused refused refused refused refused refused refused refused\n\
         ERR_BUFFER_TOO_LARGE Z_BUF_ERROR Z_DATA_ERROR refused\n1000\n");
    buffers_that_grow => |case| case.memory_bytes(32 << 20).prints(
        "InternalError RangeError RangeError RangeError RangeError\n\
         true RangeError RangeError\ntrue 0\nInternalError true\nRangeError InternalError 1\n\
         InternalError RangeError RangeError RangeError RangeError\ntrue still here\n");
    deep_data => |case| case.prints("refused or done [{\"a\":[1]}]\n");
    /// Beside the engine's heap: what would be made there, the meter does not count.
    module_names => |case| case.prints(
        "ERR_INVALID_PACKAGE_TARGET ERR_INVALID_PACKAGE_TARGET ERR_INVALID_PACKAGE_TARGET \
         ERR_INVALID_PACKAGE_TARGET MODULE_NOT_FOUND ERR_INVALID_PACKAGE_TARGET MODULE_NOT_FOUND \
         ERR_MODULE_NOT_FOUND MODULE_NOT_FOUND ERR_MODULE_NOT_FOUND MODULE_NOT_FOUND ERR_MODULE_NOT_FOUND \
         MODULE_NOT_FOUND ERR_MODULE_NOT_FOUND MODULE_NOT_FOUND MODULE_NOT_FOUND MODULE_NOT_FOUND done done \
         MODULE_NOT_FOUND\n");
    long_texts_in_natives => |case| case.memory_bytes(LIMIT).prints(
        "refused refused refused refused refused refused refused ERR_INVALID_MODULE_SPECIFIER MODULE_NOT_FOUND \
         MODULE_NOT_FOUND ERR_INVALID_MODULE_SPECIFIER ERR_INVALID_MODULE_SPECIFIER \
         ERR_INVALID_MODULE_SPECIFIER ENAMETOOLONG ENAMETOOLONG ENAMETOOLONG refused refused\n\
         http://x/%C3%A9 xn--9ca.example\n");
    one_huge_line => |case| case
        .under("output = \"1MiB\"").prints("x".repeat(1 << 20)).exceeds(LimitName::Output);
    huge_arguments => |case| case
        .args(&["a".repeat(1000).as_str(); 5000]).env("V", &"v".repeat(2_000_000))
        .prints("5001 5000000 1 2000000\n");
}

/// What native functions make of a program's texts beside the engine's heap comes to little, however long the
/// texts are.
#[test]
fn long_texts_are_not_multiplied_beside_the_heap() {
    let guest = Guest::JavaScript;
    let worker = Worker::new(guest, &unhurried());
    let call = Call {
        limits: Some(Limits {
            memory_bytes: Some(LIMIT),
            ..Limits::default()
        }),
        ..Call::new(
            guest,
            programs::files(guest, "growth/long_texts_in_natives"),
        )
    };
    worker.run(&call);
    let held = worker.memory() as u64;
    assert!(held < LIMIT + (32 << 20), "{} MiB", held >> 20);
}
