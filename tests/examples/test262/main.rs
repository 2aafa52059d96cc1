//! Runs a test262 tree through the built JavaScript component, with quickjs-ng's own configuration, and compares
//! it with what quickjs-ng's own runner found: the page of results on standard output, one line of sum and
//! progress on standard error.
//!
//! `test262 DIR CONFIGURATION ERRORS COMPONENT [STEP]`, where DIR has `test` and `harness`, and ERRORS is what
//! quickjs-ng's runner wrote of the same tree; with a STEP, every STEPth test in the order of their names. Ends
//! with 1 when a test fails here alone and `differences.txt` does not say why.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "its output is its interface, and what it cannot read ends it"
)]

mod configuration;
mod differences;
mod native;
mod report;
mod suite;
mod test;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use golem_exec::policies::Policy;
use golem_exec::{Language, Sandbox};

use configuration::Configuration;
use differences::Differences;
use native::Native;
use suite::{POLICY, Suite};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [root, configuration, errors, component, step @ ..] = arguments.as_slice() else {
        eprintln!("usage: test262 DIR CONFIGURATION ERRORS COMPONENT [STEP]");
        return ExitCode::from(64);
    };
    let configuration = fs::read_to_string(configuration).expect("the configuration can be read");
    let errors = fs::read_to_string(errors).expect("the file of errors can be read");
    let suite = Suite {
        root: root.clone(),
        configuration: Configuration::parse(&configuration),
        sandbox: Sandbox::builder()
            .component(Language::JavaScript, component.clone())
            .policy(Policy::parse(POLICY, None).expect("the policy is valid"))
            .build()
            .expect("the component can be loaded"),
        native: Native::parse(&errors),
        differences: Differences::known(),
    };
    let step = step.first().and_then(|step| step.to_str()?.parse().ok());
    let report = suite.run_all(step.unwrap_or(1), |done, of| {
        eprintln!("{done} of {of} tests");
    });
    print!("{report}");
    eprintln!("{}", report.sum());
    if report.unexplained() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
