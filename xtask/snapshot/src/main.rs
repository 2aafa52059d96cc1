//! `snapshot MODULE RESULT`: writes the module that starts where MODULE's initialiser ends.
#![forbid(unsafe_code)]

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The terminal is this program's interface.
            #[allow(clippy::print_stderr)]
            {
                eprintln!("{error:?}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [module, result] = arguments.as_slice() else {
        bail!("snapshot takes two files: a module, and where the result goes");
    };
    let (module, result) = (Path::new(module), Path::new(result));
    let bytes =
        std::fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    std::fs::write(result, snapshot::take(&bytes)?)
        .with_context(|| format!("cannot write {}", result.display()))
}
