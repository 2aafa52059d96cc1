//! Every other limit: what the program sees, what is answered when nobody catches it, and that the
//! component is usable afterwards.

use golem_exec::LimitName;

use crate::case::matrix;
use crate::host::Guest;

const MIB: u64 = 1 << 20;

matrix! {
    memory_uncaught => |case| case
        .memory_bytes(16 * MIB).prints("before\n").exceeds(LimitName::Memory);
    memory_caught => |case| case.memory_bytes(16 * MIB).prints("before\ncaught\nafter\n");
    memory_in_many_objects => |case| case
        .memory_bytes(16 * MIB).exceeds(LimitName::Memory);
    memory_in_long_texts => |case| case
        .memory_bytes(16 * MIB).prints("caught 8 of 8\n");
    memory_in_buffers => |case| case.memory_bytes(16 * MIB).prints("caught 6 of 6\n");
    memory_in_promises => |case| case.memory_bytes(16 * MIB).exceeds(LimitName::Memory);
    memory_in_timers => |case| case.memory_bytes(16 * MIB).exceeds(LimitName::Memory);
    memory_in_big_integers => |case| case.memory_bytes(16 * MIB).prints("caught 2 of 2\n");
    memory_at_every_step => |case| case
        .memory_bytes(4 * MIB)
        .in_language(Guest::Python, |case| case.memory_bytes(24 * MIB).complains_as_it_can())
        .prints("done\n");
    /// What is garbage is found before it is in the way.
    memory_of_garbage => |case| case
        .only(Guest::JavaScript).memory_bytes(16 * MIB).prints(concat!(
            "rings dropped\nclosures dropped\npromises dropped\nmaps dropped\n",
            "a buffer 7340032\na buffer that grows 7340032\na shared buffer that grows 7340032\n",
            "bytes 7340032\na text 7340032\na text of many 2621440\na list 524288\n",
            "a list that grows 262144\ntexts 65536\nnumbers in a map 65536\nbigints 65536\n",
        ));
    memory_full_of_cycles => |case| case
        .only(Guest::JavaScript).memory_bytes(16 * MIB).exceeds(LimitName::Memory);
    memory_nearly_full => |case| case
        .only(Guest::JavaScript).memory_bytes(16 * MIB).prints("1000 true\n");
    memory_full_once => |case| case
        .only(Guest::JavaScript).memory_bytes(16 * MIB).prints("true true\n");
    memory_refused_in_a_loop => |case| case
        .only(Guest::JavaScript).memory_bytes(16 * MIB).prints("20000 true\n");
    big_integers_that_grow_too_large => |case| case
        .only(Guest::JavaScript).memory_bytes(4 * MIB).prints("100\n");
    memory_swallowing_loop => |case| case
        .memory_bytes(16 * MIB).time_ms(2_000).times_out();
    /// 0 means none of it: not even the engine's own objects.
    memory_of_zero => |case| case.memory_bytes(0).exceeds(LimitName::Memory);
    memory_too_small_to_start => |case| case.memory_bytes(64 << 10).exceeds(LimitName::Memory);
    memory_clamped => |case| case
        .under("memory = \"16MiB\"").memory_bytes(u64::MAX).prints("clamped\n");

    stack_caught => |case| case.prints("caught\nstill here\n");
    stack_uncaught => |case| case.fails().prints("before\n");

    file_size_caught => |case| case.under("file-size = \"1KiB\"").prints("EFBIG 1024\n");
    file_size_uncaught => |case| case
        .under("file-size = \"1KiB\"").prints("before\n").exceeds(LimitName::FileSize);
    file_size_by_constraint => |case| case.file_size_bytes(1024).prints("EFBIG 1024\n");
    /// Not even the program fits.
    file_size_of_zero => |case| case.file_size_bytes(0).exceeds(LimitName::FileSize);
    file_size_by_seeking => |case| case.prints("EFBIG EFBIG EFBIG 0\n");
    disk_caught => |case| case
        .under("disk = \"64KiB\"\nfile-size = \"16KiB\"").prints("ENOSPC\nfreed\n");
    disk_uncaught => |case| case
        .under("disk = \"64KiB\"\nfile-size = \"16KiB\"").prints("before\n").exceeds(LimitName::Disk);
    inodes_caught => |case| case.under("inodes = 64").prints("ENOSPC\nfreed\n");
    inodes_uncaught => |case| case.under("inodes = 64").exceeds(LimitName::Inodes);
    folders_caught => |case| case.under("inodes = 64").prints("ENOSPC\n");
    descriptors_caught => |case| case.under("descriptors = 16").prints("EMFILE\nfreed\n");
    descriptors_uncaught => |case| case
        .under("descriptors = 16").exceeds(LimitName::Descriptors);
    written_uncaught => |case| case.under("written = \"64KiB\"").exceeds(LimitName::Written);

    output_in_small_pieces => |case| case
        .under("output = \"1KiB\"").prints("0123456\n".repeat(128)).exceeds(LimitName::Output);
    output_in_one_line => |case| case
        .under("output = \"1KiB\"").prints("x".repeat(1024)).exceeds(LimitName::Output);
    output_swallowed => |case| case
        .under("output = \"1KiB\"").prints("x".repeat(1024)).exceeds(LimitName::Output);
    output_up_to_the_limit => |case| case.under("output = \"1KiB\"").prints("x".repeat(1024));

    process_started => |case| case
        .prints("raised\n".repeat(7)).exceeds(LimitName::Processes);
    process_uncaught => |case| case.exceeds(LimitName::Processes);
    process_then_exit => |case| case.prints("raised\n").exceeds(LimitName::Processes);
    process_then_timeout => |case| case
        .time_ms(200).prints("raised\n").exceeds(LimitName::Processes);
    /// A worker is a process as Node has it; Python without threads raises, and goes on.
    thread_started => |case| case
        .prints("raised\n")
        .in_language(Guest::JavaScript, |case| case.exceeds(LimitName::Processes));
    process_modules_may_be_imported => |case| case.prints("imported\n");

    input_files_beyond_the_file_size => |case| case
        .under("file-size = \"1KiB\"").file("big", vec![0; 1025]).exceeds(LimitName::FileSize);
    input_files_beyond_the_disk => |case| case
        .under("disk = \"2KiB\"\nfile-size = \"1KiB\"")
        .file("a", vec![0; 1024]).file("b", vec![0; 1024]).exceeds(LimitName::Disk);
    input_of_too_many_files => |case| (0..64)
        .fold(case.under("inodes = 32"), |case, index| case.file(&format!("f{index}"), ""))
        .exceeds(LimitName::Inodes);
    input_up_to_the_limits => |case| case
        .under("disk = \"2KiB\"\nfile-size = \"1KiB\"\nstdin = \"1KiB\"")
        .file("a", vec![0; 1024]).stdin("x".repeat(1024)).prints("1024 1024\n");
    input_beyond_the_stdin => |case| case
        .under("stdin = \"1KiB\"").stdin("x".repeat(1025)).exceeds(LimitName::Stdin);
    input_of_a_long_name => |case| case
        .file(&"n".repeat(256), "").exceeds(LimitName::NameLength);
    input_of_a_long_path => |case| case
        .file(&vec!["n".repeat(250); 17].join("/"), "").exceeds(LimitName::PathLength);
    input_of_a_deep_name => |case| case
        .file(&["d"; 64].join("/"), "").exceeds(LimitName::Depth);
}
