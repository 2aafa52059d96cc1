//! The standard library as programs use it: event loop, files, archives, databases, time, threads
//! and network refused. What is expected is what CPython prints elsewhere, unless the sandbox refuses.

use crate::case::matrix;

matrix! {
    of Python in "library/";

    archives => |case| case.prints_its_file();
    asyncio_refuses_the_network => |case| case.prints(
            "connection refused\naddress refused\nserver refused\ndatagram refused\nlookup refused\n",
        );
    asyncio_tasks => |case| case.prints_its_file();
    files => |case| case.prints_its_file();
    hashes => |case| case.prints_its_file();
    logs => |case| case.prints("line 19\ndone\n");
    modules_end_with_the_program => |case| case.prints("0 1\nend\nthreads\nheld back\n");
    network_modules_import => |case| case.prints_its_file();
    numbers => |case| case.prints_its_file();
    objects => |case| case.prints_its_file();
    /// As the quota has it, which the file takes its part of.
    room => |case| case.under("disk = \"4MiB\"\ninodes = 100").prints_its_file();
    sqlite => |case| case.prints_its_file();
    texts => |case| case.prints_its_file();
    threads_are_ended_by_the_program => |case| case.prints("end\nended\n");
    threads_are_refused => |case| case.prints_its_file();
    times => |case| case.prints_its_file();
    unit_tests => |case| case.prints("6 True 1\n");
    wide_imports => |case| case.prints("all of them\n");
}
