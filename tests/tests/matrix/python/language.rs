//! Python itself: how a program ends and what is printed of it, source texts, modules and packages,
//! standard streams. What is expected is what CPython prints.

use crate::case::matrix;

matrix! {
    of Python in "language/";

    assertions => |case| case.fails();
    chained_exceptions => |case| case.fails();
    closed_output => |case| case.prints("before\n");
    environment => |case| case.env("GIVEN", "1").prints("1 absent False\n['SET']\n");
    error_in_a_comprehension => |case| case.fails();
    error_in_the_library => |case| case.fails();
    error_on_a_long_line => |case| case.fails();
    exception_groups => |case| case.fails();
    exception_never_retrieved => |case| case.prints("goes on\n");
    exit_by_the_builtin => |case| case.exits(6);
    exit_in_a_function_at_exit => |case| case.prints("before\nfirst\nsecond\n");
    exit_of_a_large_number => |case| case.exits(7);
    exit_of_a_negative_number => |case| case.exits(255);
    exit_of_a_text => |case| case.prints("before\n").exits(1);
    exit_of_a_truth => |case| case.exits(1);
    exit_of_a_tuple => |case| case.exits(1);
    exit_of_nothing => |case| case.prints("before\n");
    exit_runs_finally => |case| case.prints("finally\nat exit\n").exits(2);
    exit_that_is_caught => |case| case.prints("caught 3\n");
    failure_at_exit => |case| case.prints("before\n");
    folder_beside_hides_nothing => |case| case
        .prints("/usr/lib/python3.13/csv.py [1] a package a part None\n");
    hooked_exceptions => |case| case.prints("hook ValueError seen\n").fails();
    imports_of_changed_files => |case| case.prints("1 22\n3\n");
    interrupt => |case| case.prints("before\n").fails();
    main_module => |case| case.prints_its_file();
    module_beside_hides_the_library => |case| case.prints("beside mine\n");
    module_beside_reaches_the_library => |case| case.prints("mine True /workspace/bisect.py\n");
    name_suggestions => |case| case.prints("valeu\n").fails();
    no_bytecode_is_left => |case| case.prints("1 ['main.py', 'module.py'] True\n");
    order_at_exit => |case| case.prints("before\nregistered last\nregistered first\ndeleted\n");
    output_before_a_hard_exit => |case| case.prints("printed\n").exits(3);
    output_in_order => |case| case.prints("one\ntwo\nthree\nfour");
    output_streams => |case| case.prints("False 1 None\ncaptured\nb'\\xc3\\xa9\\xe9'\nsurrogates not allowed\n['a', 'b']\n");
    packages => |case| case.prints_its_file();
    running_a_package => |case| case.prints("package\n__main__ tool part\n__main__ 1\n");
    source_in_another_encoding => |case| case.prints("café\n");
    source_in_no_encoding => |case| case.does_not_compile();
    source_too_complex => |case| case.prints_its_file();
    source_with_a_mark => |case| case.prints("marked\n");
    source_with_nul => |case| case.does_not_compile();
    standard_input => |case| case.stdin("typed line\nsecond\nbytesrest\nlast\n").prints_its_file();
    standard_input_as_bytes => |case| case.stdin("typed line\nsecond\nbytesrest\nlast\n").prints("33 b'st\\n'\nraw \u{fffd}\n");
    suppressed_context => |case| case.fails();
    syntax_error_in_the_compiler => |case| case.does_not_compile();
    syntax_error_of_encoding => |case| case.does_not_compile();
    syntax_error_of_indentation => |case| case.does_not_compile();
    syntax_error_of_tabs => |case| case.does_not_compile();
    syntax_error_unclosed => |case| case.does_not_compile();
    syntax_error_with_a_hint => |case| case.does_not_compile();
    syntax_error_with_caret => |case| case.does_not_compile();
    syntax_warning => |case| case.prints("before True\nTrue\n");
    tracing => |case| case.prints("['call', 'line', 'return']\nValueError: shown\n");
    unraisable => |case| case.prints("goes on\n");
    warnings_to_stderr => |case| case.prints("1\n");
    working_directory => |case| case.prints("/workspace /workspace/a\n/workspace/below ['below', 'main.py']\nTrue\n");
}
