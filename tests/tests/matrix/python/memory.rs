//! Every way to ask for too much memory: caught, the program goes on; uncaught, the limit decides.

use golem_exec::LimitName;

use crate::case::matrix;

/// The limit of the cases here: room for the interpreter and what it imports, not for more.
const LIMIT: u64 = 32 << 20;

matrix! {
    of Python in "memory/";

    text_by_repetition => |case| case.memory_bytes(LIMIT).prints("held\n");
    many_small_objects => |case| case.memory_bytes(LIMIT).prints("before\ncaught\n499500\n");
    many_small_objects_uncaught => |case| case.memory_bytes(LIMIT).exceeds(LimitName::Memory);
    errors_that_pile_up => |case| case.memory_bytes(LIMIT).prints("still here\n");
    errors_while_handling => |case| case.memory_bytes(LIMIT).prints("1/2\n");
    limit_in_a_callback => |case| case.memory_bytes(LIMIT).prints("caught 4 of 4\n");
    limit_in_a_destructor => |case| case.memory_bytes(LIMIT).prints("['MemoryError']\n");
    limit_in_generators => |case| case.memory_bytes(LIMIT).prints("caught\n");
    limit_in_asyncio => |case| case.memory_bytes(LIMIT).prints("['MemoryError', 'str']\n");
    freed_memory_is_usable_again => |case| case.memory_bytes(LIMIT).prints("fifty times\n");
    deep_structures_are_given_back => |case| case.memory_bytes(LIMIT).prints("twenty times\n");
    cycles_are_given_back => |case| case.memory_bytes(LIMIT).prints("collected\n");
    interned_names => |case| case.memory_bytes(LIMIT).prints("caught\n");
    input_is_counted => |case| case
        .memory_bytes(LIMIT).stdin("x".repeat(1000)).prints("caught\n");
    exhaustion_while_importing => |case| case.memory_bytes(LIMIT).prints("after\n");
    exhaustion_at_the_end => |case| case
        .memory_bytes(LIMIT).prints("before\ncaught at exit\n");

    zlib_bomb => |case| case.memory_bytes(LIMIT).prints("caught\ncaught\n1000\n");
    gzip_bomb => |case| case.memory_bytes(LIMIT).prints("caught\n1000\n");
    bz2_bomb => |case| case.memory_bytes(LIMIT).prints("caught\n1000\n");
    lzma_bomb => |case| case.memory_bytes(LIMIT).prints("caught\n1000\n");
    zip_bomb => |case| case.memory_bytes(LIMIT).prints("caught\n1000\n");
    tar_bomb => |case| case.memory_bytes(LIMIT).prints("caught\n1000\n");
    lzma_of_a_huge_dictionary => |case| case.memory_bytes(LIMIT).prints("refused\n");

    json_of_many_objects => |case| case.memory_bytes(LIMIT).prints("caught\n[1, 2]\n");
    source_of_many_constants => |case| case.memory_bytes(LIMIT).prints("caught\n2\n");
    regex_of_many_groups => |case| case.memory_bytes(LIMIT).prints("caught\nb\n");
    regex_of_huge_repetitions => |case| case.memory_bytes(LIMIT).prints("done\n");
    structures_of_huge_sizes => |case| case.memory_bytes(LIMIT).prints("caught 9 of 9\n");
    decimals_of_huge_precision => |case| case.memory_bytes(LIMIT).prints("0.33333\n");
    sql_of_huge_blobs => |case| case.memory_bytes(LIMIT).prints("42\n");
    sql_tables => |case| case.memory_bytes(LIMIT).prints("caught\n0\n");

    /// Nothing was short: the exception is the program's own.
    forged_memory_error => |case| case.fails().prints("before\n");
    error_is_kept => |case| case.prints("before\n").exceeds(LimitName::Memory);
}
