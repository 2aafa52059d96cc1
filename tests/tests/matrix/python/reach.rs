//! What a Python program can reach by the ways that Python has: the same as by any other.

use golem_exec::LimitName;

use crate::case::matrix;

matrix! {
    of Python in "reach/";

    every_way_to_open => |case| case.prints("no such file\n");
    every_way_to_start_a_process => |case| case
        .prints("refused\n").exceeds(LimitName::Processes);
    every_way_to_start_a_thread => |case| case.prints("refused\n");
    environment_of_the_host => |case| case.prints("['PLANTED'] [b'PLANTED'] None None\n");
    objects_hold_nothing_of_the_host => |case| case.prints("nothing of the host\n");
    identity_is_the_sandboxes => |case| case.prints("wasi wasm32 CPython\nnobody\n");
    clocks_are_coarse_enough => |case| case
        .under("[clock]\nmode = \"coarse\"\nresolution = \"100ms\"").prints("coarse\n");
    frames_end_at_the_program => |case| case.prints("['/workspace/main.py']\n");
    library_is_read_only => |case| case.prints("read-only\n");
    import_hooks_reach_their_own => |case| case.prints("42 []\n");
    denied_modules_by_every_way => |case| case
        .under("[modules.python]\ndeny = [\"stat\", \"posix\", \"zlib\"]")
        .prints("[]\nImportError the policy's rules (modules.python) do not allow the module 'stat' stat\n");
    denied_modules_come_with_no_other => |case| case
        .under("[modules.python]\ndeny = [\"re\", \"enum\"]")
        .prints("['dataclasses', 'inspect', 'json', 'json.decoder']\nre\n");
    modules_removed_and_replaced => |case| case.prints("False True\n");
    restricted_evaluation_is_no_wall => |case| case
        .prints("no such file\n['main.py']\n");

    /// CPython runs bytecode as it is given: what is forged would be run in the instance's memory.
    forged_code_objects => |case| case.prints("refused\n");
    marshal_of_garbage => |case| case.prints("survived\n");
    pickles_of_garbage => |case| case.prints("survived\n");
    native_module_gains_nothing => |case| case.prints("survived\n");
    faults_cannot_be_injected => |case| case.prints("still here\n");
    /// The shortest known way from Python to the memory under it.
    lent_memory => |case| case.prints_its_file();
    instruction_sequences => |case| case.prints("7 1 [(9, None, 1, 1, 0, 0)]\n");
    changed_while_compared => |case| case.prints_its_file();
    use_after_release => |case| case.prints("9 survived\n");
    raised_abort => |case| case.aborts().prints("before\n");
    signal_without_a_handler => |case| case.dies_by("SIGKILL").prints("before\n");
    locks_of_imports => |case| case.prints("True\n4 False True 1\n");
    /// What is not whole yet has nothing in some places: to look at it was a trap.
    unfinished_containers => |case| case.prints("True True\n");
    /// What was looked up in a class was not held, and gone when its dictionary was changed.
    dictionaries_of_classes => |case| case.prints_its_file();
    interrupt_of_its_own => |case| case.prints("interrupted\n");
}
