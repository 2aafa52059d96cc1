//! The terminal: a prompt, a history, completion.

use golem_exec::{CacheLocation, Session};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{Context, Editor, Helper};

use super::{Done, Shell, command, completions, print};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::message;

/// Completes commands and the names of the session's files.
struct Completion(Session);

impl Completer for Completion {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..position).unwrap_or_default();
        Ok(match before.rfind(' ') {
            None => (0, commands(before)),
            Some(space) => {
                let word = before.get(space + 1..).unwrap_or_default();
                (space + 1, completions(&self.0, word))
            }
        })
    }
}

impl Hinter for Completion {
    type Hint = String;
}
impl Highlighter for Completion {}
impl Validator for Completion {}
impl Helper for Completion {}

fn commands(start: &str) -> Vec<String> {
    let names = command::NAMES.into_iter();
    names
        .filter(|name| name.starts_with(start))
        .map(|name| format!("{name} "))
        .collect()
}

/// Asks for commands until the end of the input, or `:quit`. What fails is told, and asked on.
pub(super) fn interact(shell: &mut Shell) -> Result<Exit, Failure> {
    let broken = |error: ReadlineError| Failure::Usage(format!("terminal: {error}"));
    let mut editor = Editor::<Completion, DefaultHistory>::new().map_err(broken)?;
    editor.set_helper(Some(Completion(shell.session.clone())));
    let history = CacheLocation::default_folder().map(|cache| cache.join("session-history"));
    if let Some(file) = &history {
        // The first session has none.
        let _ = editor.load_history(file);
    }
    print(b"a session; :help lists the commands\n")?;
    loop {
        let line = match editor.readline(&format!("{}> ", shell.directory)) {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(broken(error)),
        };
        let _ = editor.add_history_entry(&line);
        if let Some(file) = &history {
            // Without a cache there is no history, and nothing else is lost.
            let _ = editor.save_history(file);
        }
        match shell.line(&line) {
            Ok(Done::Fine) => {}
            Ok(Done::Failed(exit)) => message::note(&format!("exit code {}", exit.code())),
            Ok(Done::Quit) => break,
            Err(failure) => {
                failure.tell();
            }
        }
    }
    Ok(Exit::Program(0))
}
