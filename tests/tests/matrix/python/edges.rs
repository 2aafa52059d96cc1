//! What is at the edge of what can be named, counted, nested or held: one step within is done, one step
//! beyond is the error that a program can catch, and never a trap.

use golem_exec::LimitName;

use crate::case::matrix;

matrix! {
    of Python in "edges/";

    names => |case| case.prints_its_file();
    offsets => |case| case.under("file-size = \"64KiB\"").prints_its_file();
    directories => |case| case.prints_its_file();
    rights => |case| case.prints_its_file();
    unlinked => |case| case.prints_its_file();
    floods => |case| case
        .under("inodes = 200\ndescriptors = 100\ndisk = \"256KiB\"\nfile-size = \"64KiB\"")
        .prints_its_file();
    descriptors => |case| case.prints_its_file();
    sparse => |case| case.under("disk = \"128KiB\"\nfile-size = \"64KiB\"").prints_its_file();
    appending => |case| case.prints("b'First sethird!?'\n");
    times => |case| case.prints_its_file();
    module_graphs => |case| case.prints_its_file();
    nested_data => |case| case.prints_its_file();
    one_huge_line => |case| case
        .under("output = \"1MiB\"").prints("x".repeat(1 << 20)).exceeds(LimitName::Output);
    huge_arguments => |case| case
        .args(&["a".repeat(1000).as_str(); 5000]).env("V", &"v".repeat(2_000_000))
        .prints("5001 5000000 1 2000000\n");
}
