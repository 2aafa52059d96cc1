//! What works here, although a machine has more.

use crate::{assert_prints, fixture, refused, request, sandbox};

#[track_caller]
fn prints(program: &str) {
    let outcome = sandbox().run(request(program)).unwrap();
    assert_prints(&outcome, &fixture(program, "stdout"));
    assert_eq!(refused(&outcome), <[String; 0]>::default());
}

#[test]
fn asyncio_runs_without_sockets() {
    prints("asyncio_runs");
}

#[test]
fn files_and_names() {
    let outcome = sandbox().run(request("files_and_names")).unwrap();
    assert_prints(&outcome, &fixture("files_and_names", "stdout"));
    // Where a machine would have its time zones; the sandbox has them in a package.
    assert_eq!(
        refused(&outcome),
        ["stat on \"/usr/share/zoneinfo/Europe/Berlin\""]
    );
}

#[test]
fn folders_are_listed_by_their_descriptors() {
    prints("folders_by_descriptor");
}

#[test]
fn help_works_without_a_pager() {
    prints("help_works");
}

#[test]
fn modules_that_were_ready_look_imported() {
    prints("modules_that_were_ready");
}

#[test]
fn modules_of_the_network_import() {
    prints("network_modules_import");
}

#[test]
fn there_are_no_processes_to_wait_for_or_to_signal() {
    prints("no_processes_to_wait_for");
}

#[test]
fn imports_bring_others() {
    prints("imports_bring_others");
}
