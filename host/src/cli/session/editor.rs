//! The terminal: a prompt, a history, completion.

use golem_exec::CacheLocation;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{Config, Editor};

use super::completion::Completion;
use super::shell::{Done, Shell, print};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::printable::printable;

/// Asks for commands until the end of the input, or `:quit`. What fails is told, and asked on.
pub(super) fn interact(shell: &mut Shell) -> Result<Exit, Failure> {
    let broken = |error: ReadlineError| Failure::Usage(format!("terminal: {error}"));
    // What a program printed without an end of line stays: the prompt goes below it.
    let config = Config::builder().check_cursor_position(true).build();
    let mut editor = Editor::<Completion, DefaultHistory>::with_config(config).map_err(broken)?;
    let history = CacheLocation::default_folder().map(|cache| cache.join("session-history"));
    if let Some(file) = &history {
        // The first session has none.
        let _ = editor.load_history(file);
    }
    print(b"a session; :help lists the commands\n")?;
    loop {
        // An interrupted program leaves another session behind.
        editor.set_helper(Some(Completion::of(shell.session())));
        let lines = match editor.readline(&format!("{}> ", printable(shell.directory()))) {
            Ok(lines) => lines,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(broken(error)),
        };
        // What is pasted may have several.
        for line in lines.lines() {
            let _ = editor.add_history_entry(line);
            if let Some(file) = &history {
                // Without a cache there is no history, and nothing else is lost.
                let _ = editor.save_history(file);
            }
            match shell.line(line) {
                Ok(Done::Fine) => {}
                Ok(Done::Failed(exit)) => message::note(&format!("exit code {}", exit.code())),
                Ok(Done::Quit) => return Ok(Exit::Program(0)),
                Err(failure) => {
                    failure.tell();
                }
            }
        }
    }
    Ok(Exit::Program(0))
}
