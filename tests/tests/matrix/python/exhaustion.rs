//! Whatever Python is at when memory runs out, wherever in it: an error that a program can catch, and
//! never a trap. Each program of `fixtures/matrix/python/exhaustion` has a list of operations; `sweep.txt`,
//! which is put after it, tries each with ever a little more room left.

use crate::case::unhurried;
use crate::host::{Call, Ending, File, Guest, Host, Limits};
use crate::programs;

/// Room for the interpreter and what the programs import, and then not quite so much that a block of
/// memory ends with it.
const LIMITS: [u64; 2] = [24 << 20, (26 << 20) + 150_000];

fn sweep(family: &str) {
    let guest = Guest::Python;
    let source = programs::source(guest, &format!("exhaustion/{family}"))
        + &programs::text(guest, "exhaustion/sweep.txt");
    for host in Host::all(guest, &unhurried()) {
        for limit in LIMITS {
            let observed = host.run(&Call {
                limits: Some(Limits {
                    memory_bytes: Some(limit),
                    ..Limits::default()
                }),
                ..Call::new(
                    guest,
                    vec![File::new(programs::entry(guest), source.clone())],
                )
            });
            let name = host.name();
            assert_eq!(observed.ending, Ending::Ok, "{name}, {limit}: {observed:?}");
            assert_eq!(
                observed.stdout.as_deref(),
                Some("done\n"),
                "{name}, {limit}"
            );
        }
    }
}

macro_rules! families {
    ($($family:ident)*) => {
        $(
            #[test]
            fn $family() {
                sweep(stringify!($family));
            }
        )*

        #[test]
        fn every_family_is_swept() {
            let mut named = [$(stringify!($family)),*];
            named.sort_unstable();
            assert_eq!(programs::cases(Guest::Python, "exhaustion"), named);
        }
    };
}

families! {
    classes
    code
    errors
    imports
    imports_of_one_module
    libraries
    tasks
    texts
}
