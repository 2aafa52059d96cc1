//! Long commands: all that they print goes to a file, and how far they are to the terminal.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process;

/// After so many files compiled a word is said.
const SAID_EACH: usize = 50;
/// So many lines of the log are part of the error.
const SHOWN: usize = 15;

/// Runs a command; `log` gets what it prints.
///
/// # Errors
/// The end of the log, and where it is.
pub(super) fn run(mut command: Command, log: &Path) -> Result<()> {
    let line = process::line(&command);
    let (reader, writer) = std::io::pipe().context("cannot make a pipe")?;
    command
        .stdin(std::process::Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer);
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {line}"))?;
    // It holds the pipe's other end, which must close when the child ends.
    drop(command);
    let mut file = File::create(log).with_context(|| format!("cannot create {}", log.display()))?;
    let mut compiled = 0;
    for line in BufReader::new(reader).split(b'\n') {
        let mut line = line?;
        if line.windows(4).any(|word| word == b" -c ") {
            compiled += 1;
            if compiled % SAID_EACH == 0 {
                print!("{compiled} files … ");
                // A terminal shows it only once it is flushed; failing to is no reason to stop.
                let _ = std::io::stdout().flush();
            }
        }
        line.push(b'\n');
        file.write_all(&line)?;
    }
    let status = child.wait()?;
    if !status.success() {
        let text = String::from_utf8_lossy(&std::fs::read(log)?).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        let end = lines
            .get(lines.len().saturating_sub(SHOWN)..)
            .unwrap_or(&[]);
        bail!(
            "{line} ended with {status}; the end of {}:\n{}",
            log.display(),
            end.join("\n")
        );
    }
    Ok(())
}

/// How many compilers run at once.
pub(super) fn jobs() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
