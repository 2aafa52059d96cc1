//! Every way to recurse, under Golem's 512 KiB of WebAssembly stack and under our host's 8 MiB: it ends in an
//! error of the language's own that a program can catch, and never in a trap.
//!
//! `fixtures/matrix/<language>/recursion` holds one program for each family. Its first line says
//! what it throws, `nothing` where the engine does not recurse, and `RecursionError or nothing`
//! where that depends on how much stack there is. Behind `, deep` stands what it throws under our host's, where
//! that is something else: memory may be what ends first. How a language recurses is its own matter, so
//! the families of one have no twins in another.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::case::{LANGUAGES, check_control, control, unhurried};
use crate::host::{Call, Ending, File, Guest, Host};
use crate::programs;

/// Runs every family under `main`, which imports it, and compares what is printed.
fn every_family(main: &str, stdout: impl Fn(&str, &Host) -> Vec<String>) {
    let mut failures = Vec::new();
    for &guest in LANGUAGES {
        let only = std::env::var("MATRIX_FAMILY").ok();
        for family in programs::cases(guest, "recursion") {
            if only.as_ref().is_some_and(|only| !family.contains(only)) {
                continue;
            }
            let source = programs::source(guest, &format!("recursion/{family}"));
            let first = first_line(&source).to_owned();
            let call = Call::new(
                guest,
                vec![
                    File::new(programs::entry(guest), programs::source(guest, main)),
                    File::new(format!("family.{}", guest.extension()), source),
                ],
            );
            for host in Host::all(guest, &unhurried()) {
                let name = format!("{} {family}", host.name());
                let expected = stdout(&first, &host);
                let run = || one_family(guest, &host, &call, &expected);
                if let Err(failure) = catch_unwind(AssertUnwindSafe(run)) {
                    failures.push(format!("{name}: {}", message(&*failure)));
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n\n{} failures",
        failures.join("\n\n"),
        failures.len()
    );
}

fn one_family(guest: Guest, host: &Host, call: &Call, expected: &[String]) {
    let observed = host.run(call);
    assert_eq!(observed.ending, Ending::Ok, "{observed:?}");
    let is_expected = observed
        .stdout
        .as_ref()
        .is_some_and(|stdout| expected.contains(stdout));
    assert!(is_expected, "{observed:?}, and not one of {expected:?}");
    assert_eq!(observed.exit_code, Some(0));
    check_control(host.name(), &host.run(&control(guest)));
}

/// What the first line of a family says, behind its comment sign.
fn first_line(source: &str) -> &str {
    let first = source.lines().next().unwrap_or_default();
    first.trim_start_matches(['/', '#', ' '])
}

fn message(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message")
}

#[test]
fn every_family_throws_what_can_be_caught() {
    every_family("recursion_main", |first, host| {
        let (shallow, deep) = first.split_once(", deep ").unwrap_or((first, first));
        let thrown = if host.has_golems_stack() {
            shallow
        } else {
            deep
        };
        let alternatives = thrown.split(" or ");
        alternatives
            .map(|thrown| format!("{thrown}\nstill here\n"))
            .collect()
    });
}

/// Native code that recurses a little is safe only as long as somebody checks where it begins: so
/// each family starts where the stack is nearly used up.
#[test]
fn every_family_throws_what_can_be_caught_at_the_edge() {
    every_family("recursion_at_the_edge", |_, _| {
        vec!["still here\n".to_owned()]
    });
}
