//! Set-up, builds, tests and gates of this workspace.
//!
//! `cargo xtask` takes a bare machine to a working sandbox: it installs what is missing, builds the
//! guests into components, packs them, builds the host, and checks all of it. Nothing here is
//! needed at run time.
#![forbid(unsafe_code)]
// The terminal is this program's interface.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod cli;
mod command;
mod component;
mod cpython;
mod debian;
mod digest;
mod peers;
mod process;
mod progress;
mod quickjs;
mod size;
mod toolchain;
mod version;
mod whole;
mod workspace;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match command::run(cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
