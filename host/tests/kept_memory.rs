//! What an instance has written to is kept, and written anew, for the next one: a run that follows on
//! others takes no page faults. The few that are left are what a program's own doing makes of them.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use golem_exec::{Language, OutcomeKind, Request, Sandbox};

/// How many runs come before those that count: they have the pages mapped.
const WARM_UP: u32 = 20;

const RUNS: u32 = 50;

/// The most faults that a run may take. Without kept pages a line of JavaScript takes 70, one of Python 250.
const MOST: f64 = 6.0;

/// The page faults of this thread so far for which nothing was read from a disk (proc_pid_stat(5)).
fn faults() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
    // The second field is a name in brackets, which may have spaces in it.
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    fields.split(' ').nth(7).unwrap().parse().unwrap()
}

/// Since Linux 6.7 a process can ask which of its pages were written to. Earlier ones keep none.
fn keeps_pages() -> bool {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
    let mut numbers = release.split(|c: char| !c.is_ascii_digit());
    let mut number = || -> u32 { numbers.next().unwrap().parse().unwrap() };
    (number(), number()) >= (6, 7)
}

fn faults_of_a_run(sandbox: &Sandbox, language: Language, program: &str) -> f64 {
    let run = || {
        let request = Request::new(language, "main", program);
        assert_eq!(sandbox.run(request).unwrap().kind, OutcomeKind::Ok);
    };
    (0..WARM_UP).for_each(|_| run());
    let before = faults();
    (0..RUNS).for_each(|_| run());
    f64::from(u32::try_from(faults() - before).unwrap()) / f64::from(RUNS)
}

#[test]
fn a_program_that_is_run_again_takes_no_page_faults() {
    if !keeps_pages() {
        return;
    }
    for (language, program) in [
        (Language::JavaScript, "console.log('a line')"),
        (Language::Python, "print('a line')"),
        (
            Language::Python,
            "import json; print(json.dumps({'a': [1, 2]}))",
        ),
        (Language::Python, "import asyncio, dataclasses, statistics"),
    ] {
        let faults = faults_of_a_run(&Sandbox::new().unwrap(), language, program);
        assert!(faults <= MOST, "{language}: {faults} a run of {program}");
    }
}

#[test]
fn programs_of_javascript_that_take_turns_take_none_either() {
    if !keeps_pages() {
        return;
    }
    let sandbox = Sandbox::new().unwrap();
    for program in [
        "const seen = new Map([[1, 'a']]); console.log(seen)",
        "console.log(JSON.stringify({ a: [1, 2, 3] }))",
        "console.log('a-b-c'.replace(/-/g, '+').split('+').sort())",
        "class A { get b() { return 1n; } } console.log(new A().b, [3, 1, 2].map((n) => n * 2))",
    ] {
        let faults = faults_of_a_run(&sandbox, Language::JavaScript, program);
        assert!(faults <= MOST, "{faults} a run of {program}");
    }
}
