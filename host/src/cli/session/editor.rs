//! The terminal: a prompt, a history, completion.

use golem_exec::{CacheLocation, Session};
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, Helper};

use super::{Done, Shell, command, completions, print};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::message;

/// Completes commands, and names of files: the session's, or the host's where one of these is meant.
struct Completion {
    session: Session,
    host: FilenameCompleter,
}

impl Completer for Completion {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..position).unwrap_or_default();
        let Some(space) = before.rfind(' ') else {
            return Ok((0, commands(before).map(pair).collect()));
        };
        if command::takes_a_host_file(before) {
            return self.host.complete(line, position, context);
        }
        let word = before.get(space + 1..).unwrap_or_default();
        let names = completions(&self.session, word);
        Ok((space + 1, names.into_iter().map(pair).collect()))
    }
}

impl Hinter for Completion {
    type Hint = String;
}
impl Highlighter for Completion {}
impl Validator for Completion {}
impl Helper for Completion {}

fn commands(start: &str) -> impl Iterator<Item = String> {
    let names = command::NAMES.into_iter();
    names
        .filter(move |name| name.starts_with(start))
        .map(|name| format!("{name} "))
}

/// What is shown is what is put in.
fn pair(name: String) -> Pair {
    Pair {
        display: name.clone(),
        replacement: name,
    }
}

/// Asks for commands until the end of the input, or `:quit`. What fails is told, and asked on.
pub(super) fn interact(shell: &mut Shell) -> Result<Exit, Failure> {
    let broken = |error: ReadlineError| Failure::Usage(format!("terminal: {error}"));
    // What a program printed without an end of line stays: the prompt goes below it.
    let config = Config::builder().check_cursor_position(true).build();
    let mut editor = Editor::<Completion, DefaultHistory>::with_config(config).map_err(broken)?;
    editor.set_helper(Some(Completion {
        session: shell.session.clone(),
        host: FilenameCompleter::new(),
    }));
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
