//! Node's modules and globals: each program of `fixtures/matrix/javascript/node` prints here what it
//! printed in Node 20, which is the text beside it.

use crate::case::{check_control, control, unhurried};
use crate::host::{Call, Ending, File, Guest, Host};
use crate::programs;

/// Runs one program in both hosts.
fn prints_what_node_prints(program: &str) {
    let guest = Guest::JavaScript;
    let name = format!("node/{program}");
    let expected = programs::text(guest, &format!("{name}.stdout"));
    let entry = programs::entry(guest);
    let call = Call::new(
        guest,
        vec![File::new(entry, programs::source(guest, &name))],
    );
    for host in Host::all(guest, &unhurried()) {
        let observed = host.run(&call);
        assert_eq!(
            observed.ending,
            Ending::Ok,
            "{}: {observed:#?}",
            host.name()
        );
        let printed = observed.stdout.as_deref().unwrap_or_default();
        let different = printed
            .lines()
            .zip(expected.lines())
            .find(|(here, there)| here != there);
        assert_eq!(
            different,
            None,
            "{}: {program}: here, and in Node",
            host.name()
        );
        assert_eq!(printed, expected, "{}: {program}", host.name());
        check_control(host.name(), &host.run(&control(guest)));
    }
}

macro_rules! programs {
    ($($name:ident,)*) => {
        $(#[test]
        fn $name() {
            prints_what_node_prints(stringify!($name));
        })*

        #[test]
        fn every_program_is_asked() {
            let mut asked = [$(stringify!($name)),*];
            asked.sort_unstable();
            assert_eq!(programs::cases(Guest::JavaScript, "node"), asked);
        }
    };
}

programs! {
    assert,
    async_local_storage,
    buffer,
    console,
    crypto,
    error_stacks,
    eval_imports,
    events,
    fs,
    fs_errors,
    globals,
    intl_british_and_canadian,
    intl_dates,
    intl_methods,
    intl_numbers,
    intl_texts,
    intl_time_zones,
    lone_surrogates,
    messages,
    much_that_differs,
    network,
    node_test,
    path_os,
    perf_hooks,
    require_resolve,
    shared_buffers,
    streams,
    timers,
    url,
    util_format,
    util_inspect,
    zlib,
}
