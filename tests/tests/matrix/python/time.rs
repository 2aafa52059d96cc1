//! Every way to outlive a deadline: loops that swallow, loops in C, hooks, waiting.

use crate::case::matrix;
use crate::host::Guest;

matrix! {
    of Python in "time/";

    accumulation_that_never_ends => |case| case.time_ms(200).times_out();
    asynchronous_cancellation_that_is_swallowed => |case| case.time_ms(200).times_out();
    asynchronous_sleep => |case| case.time_ms(200).prints("before\n").times_out();
    attribute_hooks_that_loop => |case| case.time_ms(200).times_out();
    big_integer_division => |case| case.time_ms(200).times_out();
    big_integer_factorial => |case| case.time_ms(200).times_out();
    big_integer_from_text => |case| case.time_ms(200).times_out();
    big_integer_greatest_divisor => |case| case.time_ms(200).times_out();
    big_integer_modular_power => |case| case.time_ms(200).times_out();
    big_integer_root => |case| case.time_ms(200).times_out();
    callable_iterators_that_never_end => |case| case.time_ms(200).times_out();
    chain_of_nothing => |case| case.time_ms(200).times_out();
    classes_in_a_loop => |case| case.time_ms(200).times_out();
    collecting_in_a_loop => |case| case
        .time_ms(200).times_out().at_the_wall_in(Guest::Python);
    combinations_that_never_end => |case| case.time_ms(200).times_out();
    comparison_of_long_lists => |case| case
        .time_ms(200).times_out().at_the_wall_in(Guest::Python);
    compiling_in_a_loop => |case| case.time_ms(200).times_out();
    comprehensions_that_never_end => |case| case.time_ms(200).times_out();
    compress_of_nothing => |case| case.time_ms(200).times_out();
    compressing => |case| case.time_ms(200).times_out();
    compressing_slowly => |case| case.time_ms(200).times_out();
    context_managers_that_swallow => |case| case.time_ms(200).times_out();
    copying_large_lists => |case| case.time_ms(200).times_out();
    counting_endless => |case| case.time_ms(200).times_out();
    datetime_parsing => |case| case.time_ms(200).times_out();
    decimal_power => |case| case.time_ms(200).times_out();
    decimal_series => |case| case.time_ms(200).times_out();
    decompressing => |case| case.time_ms(200).times_out();
    deque_without_room => |case| case.time_ms(200).times_out();
    destructors_at_the_end => |case| case.time_ms(200).prints("before\n").times_out();
    destructors_that_loop => |case| case.time_ms(200).prints("before\n").times_out();
    dictionary_from_endless => |case| case.time_ms(200).times_out();
    dictionary_rebuilds => |case| case.time_ms(200).times_out();
    distances_of_long_vectors => |case| case.time_ms(200).times_out();
    dropwhile_of_everything => |case| case.time_ms(200).times_out();
    encoding_text => |case| case.time_ms(200).times_out();
    endless_standard_input => |case| case.time_ms(200).times_out();
    events_that_never_come => |case| case.time_ms(200).times_out();
    exception_groups_that_swallow => |case| case.time_ms(200).times_out();
    exhausting_objects => |case| case.time_ms(200).times_out();
    exit_functions_that_loop => |case| case.time_ms(200).prints("before\n").times_out();
    exit_in_a_loop => |case| case.time_ms(200).times_out();
    filter_of_nothing => |case| case.time_ms(200).times_out();
    filterfalse_of_everything => |case| case.time_ms(200).times_out();
    formatting_wide => |case| case.time_ms(200).times_out();
    fractions_that_grow => |case| case.time_ms(200).times_out();
    generator_expressions_that_never_end => |case| case.time_ms(200).times_out();
    generators_that_never_close => |case| case.time_ms(200).times_out();
    glob_patterns => |case| case.time_ms(200).times_out();
    handlers_that_recurse => |case| case.time_ms(200).times_out();
    hash_collisions => |case| case.time_ms(200).times_out();
    hash_of_a_long_tuple => |case| case
        .time_ms(200).times_out().at_the_wall_in(Guest::Python);
    hashing => |case| case.time_ms(200).times_out();
    hooks_that_swallow => |case| case.time_ms(200).prints("before\n").times_out();
    hostile_sort_key => |case| case.time_ms(200).times_out();
    importing_in_a_loop => |case| case.time_ms(200).times_out();
    index_in_a_range => |case| case.time_ms(200).times_out();
    interrupts_in_a_loop => |case| case.time_ms(200).times_out();
    joins_of_many => |case| case.time_ms(200).times_out();
    json_of_many_numbers => |case| case.time_ms(200).times_out();
    json_writing => |case| case.time_ms(200).times_out();
    keyed_hashing => |case| case.time_ms(200).times_out();
    locale_of_time => |case| case.time_ms(200).times_out();
    locks_that_nobody_frees => |case| case.time_ms(200).prints("before\n").times_out();
    map_of_native_functions => |case| case.time_ms(200).times_out();
    minimum_of_endless => |case| case.time_ms(200).times_out();
    monitoring_that_swallows => |case| case.time_ms(200).prints("before\n").times_out();
    normalising_text => |case| case.time_ms(200).times_out();
    permutations_that_never_end => |case| case.time_ms(200).times_out();
    position_in_endless => |case| case.time_ms(200).times_out();
    product_that_never_ends => |case| case.time_ms(200).times_out();
    queues_that_stay_empty => |case| case.time_ms(200).prints("before\n").times_out();
    random_samples => |case| case.time_ms(200).times_out();
    reading_in_a_loop => |case| case.time_ms(200).times_out();
    reduction_of_endless => |case| case.time_ms(200).times_out();
    regex_backreferences => |case| case.time_ms(200).times_out();
    regex_of_alternatives => |case| case.time_ms(200).times_out();
    regex_of_nested_quantifiers => |case| case.time_ms(200).times_out();
    regex_substitutions => |case| case.time_ms(200).times_out();
    regex_that_swallows => |case| case.time_ms(200).times_out();
    reverse_bytes_scan => |case| case
        .time_ms(200).times_out().at_the_wall_in(Guest::Python);
    reverse_split => |case| case
        .time_ms(200).times_out().at_the_wall_in(Guest::Python);
    reverse_text_scan => |case| case
        .time_ms(200).times_out().at_the_wall_in(Guest::Python);
    search_in_repetition => |case| case.time_ms(200).times_out();
    selections_of_nothing => |case| case.time_ms(200).times_out();
    set_from_endless => |case| case.time_ms(200).times_out();
    signal_handlers_that_swallow => |case| case.time_ms(200).prints("before\n").times_out();
    sleep_of_huge_length => |case| case.time_ms(200).prints("before\n").times_out();
    sleeps_in_a_loop => |case| case.time_ms(200).prints("before\n").times_out();
    slice_of_far_away => |case| case.time_ms(200).times_out();
    sort_of_long_texts => |case| case
        .time_ms(200).times_out().at_the_wall_in(Guest::Python);
    sql_joins => |case| case.time_ms(200).times_out();
    sql_recursion => |case| case.time_ms(200).times_out();
    statistics_of_endless => |case| case.time_ms(200).times_out();
    sum_of_a_range => |case| case.time_ms(200).times_out();
    superset_of_endless => |case| case.time_ms(200).times_out();
    text_containment => |case| case.time_ms(200).times_out();
    text_count => |case| case.time_ms(200).times_out();
    text_differences => |case| case.time_ms(200).times_out();
    threads_refused_in_a_loop => |case| case.time_ms(200).times_out();
    tokenizing => |case| case.time_ms(200).times_out();
    trace_functions_that_loop => |case| case.time_ms(200).prints("before\n").times_out();
    truth_of_endless => |case| case.time_ms(200).times_out();
    xml_amplification => |case| case.time_ms(200).times_out();
    zip_of_endless => |case| case.time_ms(200).times_out();
}
