//! `golem-exec policy`.

use std::ffi::OsString;
use std::io::Write;

use clap::Subcommand;
use golem_exec::policies::{self, GuestPath, Preset, Right, UnknownPreset};

use super::exit::Exit;
use super::failure::Failure;
use super::inputs;
use super::printable::printable;

/// Check, explain and show policies.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Check a policy file; every error is printed with its place. Exits with 0 or 78.
    Check {
        /// The policy, TOML or JSON, or a preset's name.
        #[arg(value_name = "FILE")]
        policy: OsString,
    },
    /// Say whether a program may use a right on a path, by which grant, and what would be needed.
    /// Exits with 0 for allowed and 1 for denied.
    Explain {
        /// The policy, TOML or JSON, or a preset's name.
        #[arg(value_name = "FILE")]
        policy: OsString,
        /// An absolute path in the sandbox, such as /workspace/data.csv.
        path: GuestPath,
        /// A right, such as read or write.
        right: Right,
    },
    /// Print the JSON Schema of policies, for editors.
    Schema,
    /// Print a preset, as a start for a policy of your own.
    Show {
        /// strict, standard or trusted.
        #[arg(value_parser = preset)]
        preset: Preset,
    },
}

fn preset(name: &str) -> Result<Preset, UnknownPreset> {
    name.parse()
}

/// Does what the command says.
pub(crate) fn execute(command: PolicyCommand) -> Result<Exit, Failure> {
    match command {
        PolicyCommand::Check { policy } => {
            inputs::policy(&policy)?;
            print(&format!("{}: valid", printable(&policy.to_string_lossy())))?;
            Ok(Exit::Program(0))
        }
        PolicyCommand::Explain {
            policy,
            path,
            right,
        } => {
            let policy = inputs::policy(&policy)?;
            let decision = policies::explain(&policy, &path, right);
            print(&decision.to_string())?;
            Ok(if decision.is_allowed() {
                Exit::Program(0)
            } else {
                Exit::Runtime
            })
        }
        PolicyCommand::Schema => {
            print(&policies::generate_schema())?;
            Ok(Exit::Program(0))
        }
        PolicyCommand::Show { preset } => {
            print(preset.text())?;
            Ok(Exit::Program(0))
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{}", text.trim_end()).map_err(Failure::Output)
}
