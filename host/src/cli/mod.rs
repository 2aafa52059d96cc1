//! `golem-exec run`, `golem-exec session` and `golem-exec policy`.

mod compiling;
mod exit;
mod failure;
mod files;
mod inputs;
mod interrupt;
mod json;
mod message;
mod policy;
mod printable;
mod run;
mod session;

use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use exit::Exit;
use failure::Failure;

/// Run untrusted JavaScript and Python in a capability sandbox.
///
/// A program sees an in-memory file system, its arguments and its standard input, and nothing
/// else: no file, network, process or environment of this machine. A policy says how much it may
/// use; `golem-exec policy show standard` prints the one that holds by default.
#[derive(Debug, Parser)]
#[command(name = "golem-exec", version, after_long_help = after_help())]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(Box<run::RunArgs>),
    Session(session::SessionArgs),
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
}

const EXAMPLES: &str = "\
Examples:
  golem-exec run hello.js
  golem-exec run --lang python -c 'print(6 * 7)'
  golem-exec run report.py --file data.csv --time 2s --memory 64MiB -- --verbose
  golem-exec session --lang python --save work.session
  golem-exec policy explain standard /workspace/out.txt write
";

/// `--help`'s last part: examples, and the exit codes from the enum that documents them.
fn after_help() -> String {
    format!("{EXAMPLES}\n{}", exit::table())
}

/// Parses the command line, does what it says, and answers with the exit code.
pub(crate) fn main() -> ExitCode {
    let exit = match Cli::try_parse() {
        Ok(cli) => match execute(cli.command) {
            Ok(exit) => exit,
            Err(failure) => failure.tell(),
        },
        Err(error) => {
            // Nothing can be said where nothing can be written.
            let _ = error.print();
            if error.kind() == ErrorKind::UnknownArgument
                && std::env::args().nth(1).as_deref() == Some("run")
            {
                message::note("the program's own arguments come last, after --");
            }
            if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Program(0)
            }
        }
    };
    // What the program printed must be out before its exit code is.
    let _ = std::io::stdout().flush();
    exit.into()
}

fn execute(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Run(args) => run::run(*args),
        Command::Session(args) => session::run(&args),
        Command::Policy(command) => policy::execute(command),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
