//! Completion of commands and names of files.

use golem_exec::Session;
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use super::command;
use super::word::LastWord;
use crate::cli::printable::printable;

/// Completes commands, and names of files: the session's, or the host's where one of these is meant.
pub(super) struct Completion {
    session: Session,
    host: FilenameCompleter,
}

impl Completion {
    pub(super) fn of(session: &Session) -> Self {
        Self {
            session: session.clone(),
            host: FilenameCompleter::new(),
        }
    }
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
        let word = LastWord::of(before);
        if word.before.is_empty() {
            return Ok((word.start, commands(&word.text)));
        }
        if command::takes_a_host_file(&word) {
            return self.host.complete(line, position, context);
        }
        let names = names(&self.session, &word.text).into_iter();
        Ok((word.start, names.filter_map(pair).collect()))
    }
}

impl Hinter for Completion {
    type Hint = String;
}
impl Highlighter for Completion {}
impl Validator for Completion {}
impl Helper for Completion {}

fn commands(start: &str) -> Vec<Pair> {
    let names = command::NAMES.into_iter();
    names
        .filter(|name| name.starts_with(start))
        .map(|name| Pair {
            display: name.to_owned(),
            replacement: format!("{name} "),
        })
        .collect()
}

/// A name of the session's, which a program chose: what would not be shown as it is is not put into the
/// line, and what is no word by itself gets quotes.
fn pair(name: String) -> Option<Pair> {
    if printable(&name) != name {
        return None;
    }
    let replacement = shlex::try_quote(&name).ok()?.into_owned();
    Some(Pair {
        display: name,
        replacement,
    })
}

/// The names that begin with `start`, with the folders that lead to them.
fn names(session: &Session, start: &str) -> Vec<String> {
    let (folder, part) = match start.rsplit_once('/') {
        Some((folder, part)) => (format!("{folder}/"), part),
        None => (String::new(), start),
    };
    let listed = match folder.as_str() {
        "" => session.list_files("."),
        folder => session.list_files(folder),
    };
    let names = listed.unwrap_or_default().into_iter();
    names
        .filter(|name| name.starts_with(part))
        .map(|name| format!("{folder}{name}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::pair;

    #[test]
    fn names_are_put_in_as_words_and_never_obeyed() {
        let replacement = |name: &str| pair(name.to_owned()).map(|pair| pair.replacement);
        assert_eq!(replacement("plain.js").as_deref(), Some("plain.js"));
        assert_eq!(replacement("with space").as_deref(), Some("'with space'"));
        assert_eq!(replacement("evil\u{1b}[31mname"), None);
    }
}
