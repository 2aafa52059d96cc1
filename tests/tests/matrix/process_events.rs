//! The events of JavaScript's `process`: what is told, in which order, and how the program then ends.
//! What is printed is what Node 20 prints, which is the text beside each program; so are the exit codes,
//! but that an error which nobody caught always means 1 here.

use golem_exec::LimitName;

use crate::case::matrix;

matrix! {
    of JavaScript in "process_events/";

    before_exit_and_exit => |case| case.prints_its_file().exits(2);
    capture_callback => |case| case.prints_its_file();
    emit_replaced => |case| case.prints_its_file().exits(2);
    errors_that_are_heard => |case| case.prints_its_file();
    exit_by_call => |case| case.prints_its_file().exits(7);
    exit_chosen_for_an_error => |case| case.prints_its_file().exits(5);
    exit_code_values => |case| case.prints_its_file().exits(21);
    exit_listener_schedules => |case| case.prints_its_file();
    exit_listener_throws => |case| case.prints_its_file().exits(9);
    exit_listener_throws_unheard => |case| case.prints_its_file().fails();
    exit_of_an_error => |case| case.prints_its_file().fails();
    handled_late_unheard => |case| case.prints_its_file();
    listener_of_errors_throws => |case| case.prints_its_file().fails();
    module_that_never_settles => |case| case.prints_its_file().exits(13);
    module_that_never_settles_with_a_code => |case| case.prints_its_file().exits(4);
    module_that_throws => |case| case.prints_its_file();
    rejections_that_are_heard_as_errors => |case| case.prints_its_file();
    without_iterators => |case| case.exits(3);

    before_exit_for_ever => |case| case.time_ms(300).prints("starts\n").times_out();
    errors_for_ever => |case| case.time_ms(300).prints("starts\n").times_out();
    exit_listener_loops => |case| case.time_ms(300).prints("exit\n").times_out();
    exit_listener_loops_after_an_error => |case| case
        .time_ms(300).prints("exit\n").times_out();
    rejections_for_ever => |case| case.time_ms(300).prints("starts\n").times_out();
    memory_heard => |case| case.prints("out of memory\nexit 0\n");
    memory_unheard => |case| case.prints("exit 1\n").exceeds(LimitName::Memory);
}
