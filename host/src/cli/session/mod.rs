//! `golem-exec session`: commands on one session, typed or from a script.

mod command;
mod editor;

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use golem_exec::{
    HostError, Language, OutcomeKind, Sandbox, Session, SessionError, SessionRequest,
};

use self::command::Command;
use super::exit::Exit;
use super::failure::Failure;
use super::printable::printable;
use super::run::{language, pass_through, sandbox};
use super::{files, inputs, message};

/// Work in one session: upload files, run them, look at what they leave.
///
/// Files and the working directory stay from one run to the next, and nothing else does. On a
/// terminal it asks for commands, with a history and completion; otherwise, or with a SCRIPT, it
/// carries out one command a line and stops at the first that fails.
#[derive(Debug, Args)]
#[command(after_long_help = after_help())]
pub(crate) struct SessionArgs {
    /// A file of commands. Without one they come from standard input.
    #[arg(value_name = "SCRIPT")]
    script: Option<PathBuf>,

    /// The session's language: js or python. [default: js]
    #[arg(long, value_name = "LANG", value_parser = language, conflicts_with = "load")]
    lang: Option<Language>,

    /// What its programs may do: a policy file, or strict, standard or trusted.
    /// [default: EXEC_POLICY, else standard]
    #[arg(long, value_name = "FILE|PRESET")]
    policy: Option<OsString>,

    /// Begin with the session that was saved to this file, under the policy of this one.
    #[arg(long, value_name = "FILE")]
    load: Option<PathBuf>,

    /// Save the session to this file at the end, whatever happened before.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  golem-exec session
  golem-exec session --lang python --save work.session
  golem-exec session --load work.session steps.txt
  printf ':upload main.js\\n:run main.js\\n' | golem-exec session
";

fn after_help() -> String {
    format!("{}\n{EXAMPLES}\n{}", command::HELP, super::exit::table())
}

/// One session, and how the commands on it went.
struct Shell {
    session: Session,
    /// Where the session is, as `:cd` left it.
    directory: String,
}

/// What a command did.
enum Done {
    /// What it was asked for.
    Fine,
    /// It ran a program that did not end well, or could not be carried out.
    Failed(Exit),
    /// The end.
    Quit,
}

pub(crate) fn run(args: &SessionArgs) -> Result<Exit, Failure> {
    let policy = inputs::run_policy(args.policy.as_ref())?;
    let sandbox = sandbox(policy)?;
    let session = open(&sandbox, args)?;
    let mut shell = Shell {
        session: session.clone(),
        directory: String::from("."),
    };
    let exit = match &args.script {
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| unusable(path, &error))?;
            shell.script(text.lines().map(|line| Ok(line.to_owned())))
        }
        None if io::stdin().is_terminal() => editor::interact(&mut shell),
        None => shell.script(io::stdin().lock().lines()),
    };
    if let Some(path) = &args.save {
        save(&session, path)?;
    }
    session.close();
    exit
}

fn open(sandbox: &Sandbox, args: &SessionArgs) -> Result<Session, Failure> {
    let Some(path) = &args.load else {
        return Ok(sandbox.session(args.lang.unwrap_or(Language::JavaScript))?);
    };
    let bytes = fs::read(path).map_err(|error| unusable(path, &error))?;
    sandbox.restore(&bytes).map_err(|error| match error {
        HostError::Restore(reason) => Failure::Usage(format!("{}: {reason}", files::shown(path))),
        error => error.into(),
    })
}

fn save(session: &Session, path: &Path) -> Result<(), Failure> {
    let bytes = session
        .save()
        .map_err(|error| Failure::Usage(format!("the session cannot be saved: {error}")))?;
    fs::write(path, bytes).map_err(|error| unusable(path, &error))
}

fn unusable(path: &Path, error: &io::Error) -> Failure {
    Failure::Usage(format!("{}: {error}", files::shown(path)))
}

impl Shell {
    /// Carries out one command a line, up to the first that fails.
    fn script(&mut self, lines: impl Iterator<Item = io::Result<String>>) -> Result<Exit, Failure> {
        for (number, line) in (1..).zip(lines) {
            let line = line.map_err(|error| Failure::Usage(format!("line {number}: {error}")))?;
            let done = self.line(&line).map_err(|failure| match failure {
                Failure::Usage(reason) => Failure::Usage(format!("line {number}: {reason}")),
                failure => failure,
            })?;
            match done {
                Done::Fine => {}
                Done::Failed(exit) => return Ok(exit),
                Done::Quit => break,
            }
        }
        Ok(Exit::Program(0))
    }

    /// Carries out one line; an empty one and a comment ask for nothing.
    fn line(&mut self, line: &str) -> Result<Done, Failure> {
        match Command::parse(line).map_err(Failure::Usage)? {
            None => Ok(Done::Fine),
            Some(command) => self.execute(command),
        }
    }

    fn execute(&mut self, command: Command) -> Result<Done, Failure> {
        match command {
            Command::Upload { from, to } => self.upload(&from, to)?,
            Command::Download { from, to } => self.download(&from, to)?,
            Command::List { folder } => {
                let names = self.session.list_files(&folder).map_err(refused)?;
                let lines: String = names.iter().map(|name| printable(name) + "\n").collect();
                print(lines.as_bytes())?;
            }
            Command::Show { file } => {
                let bytes = self.session.download(&file).map_err(refused)?;
                print(&bytes)?;
            }
            Command::Change { folder } => {
                self.session.set_working_dir(&folder).map_err(refused)?;
                self.directory = folder;
            }
            Command::Run { file, args } => return self.run(&file, &args),
            Command::Save { to } => save(&self.session, &to)?,
            Command::Help => print(command::HELP.as_bytes())?,
            Command::Quit => return Ok(Done::Quit),
        }
        Ok(Done::Fine)
    }

    /// A file, or a folder with all files in it, as `run --file` takes them.
    fn upload(&self, from: &Path, to: Option<String>) -> Result<(), Failure> {
        let mut option = from.as_os_str().to_owned();
        if let Some(to) = to {
            option.push(":");
            option.push(to);
        }
        let mut files = files::Files::default();
        files.add_option(&option)?;
        for file in files.into_vec() {
            self.session
                .upload(file.name, file.content)
                .map_err(refused)?;
        }
        Ok(())
    }

    fn download(&self, from: &str, to: Option<PathBuf>) -> Result<(), Failure> {
        let bytes = self.session.download(from).map_err(refused)?;
        let to = match to {
            Some(to) => to,
            None => PathBuf::from(from.rsplit('/').next().unwrap_or(from)),
        };
        fs::write(&to, bytes).map_err(|error| unusable(&to, &error))
    }

    fn run(&self, file: &str, args: &[String]) -> Result<Done, Failure> {
        let request = SessionRequest::new(file).args(args);
        let outcome = self.session.run_to(request, pass_through)?;
        message::about(&outcome, |_| false);
        let exit = Exit::of(&outcome.kind, outcome.exit_code);
        match (&outcome.kind, exit) {
            (OutcomeKind::Ok, Exit::Program(0)) => Ok(Done::Fine),
            _ => Ok(Done::Failed(exit)),
        }
    }
}

/// The names that begin with `start`, with the folders that lead to them.
fn completions(session: &Session, start: &str) -> Vec<String> {
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

fn refused(error: SessionError) -> Failure {
    match error {
        SessionError::Host(error) => error.into(),
        error => Failure::Usage(error.to_string()),
    }
}

fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(Failure::Output)
}
