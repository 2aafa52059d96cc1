//! Runs folders in the layout of WebAssembly/wasi-testsuite on the sandbox's own preview1, and prints
//! what passed, what failed, and why.
#![forbid(unsafe_code)]
// The terminal is this program's interface.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::PathBuf;
use std::process::ExitCode;

use conformance::testsuite::{Verdict, run};

fn main() -> ExitCode {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if folders.is_empty() {
        eprintln!("usage: wasi-testsuite FOLDER...");
        return ExitCode::from(64);
    }
    let (mut passed, mut failed) = (0, 0);
    for folder in folders {
        match run(&folder, print) {
            Ok(report) => {
                passed += report.passed();
                failed += report.failed();
            }
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn print(name: &str, verdict: &Verdict) {
    match verdict {
        Verdict::Passed => println!("passed   {name}"),
        Verdict::Skipped => println!("skipped  {name}: a component, not a preview1 module"),
        Verdict::Failed(why) => {
            let why = why.to_string().replace('\n', "\n         ");
            println!("FAILED   {name}: {why}");
        }
    }
}
