//! One module for each command.

mod bench;
mod build;
mod check;
mod clean;
mod demo;
mod setup;
mod test;

use anyhow::Result;

use crate::cli::{Cli, Task};
use crate::workspace::Workspace;

/// Carries out what the command line asks for.
pub(crate) fn run(cli: Cli) -> Result<()> {
    let workspace = Workspace::locate()?;
    match cli.command {
        Task::Setup => setup::run(&workspace),
        Task::Build(arguments) => build::run(&workspace, &arguments),
        Task::Demo => demo::run(&workspace),
        Task::Test(arguments) => test::run(&workspace, &arguments),
        Task::Check(arguments) => check::run(&workspace, &arguments),
        Task::Bench(arguments) => bench::run(&workspace, &arguments),
        Task::Clean { cache } => clean::run(&workspace, cache),
    }
}
