//! `golem-exec session`: commands on one session, typed or from a script.

mod command;
mod completion;
mod editor;
mod shell;
mod stored;
mod word;

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use golem_exec::policies::Policy;
use golem_exec::{HostError, Language, Sandbox, Session};
use sandbox_core::snapshot::Snapshot;

use self::shell::Shell;
use self::stored::Stored;
use super::exit::Exit;
use super::failure::Failure;
use super::run::{language, sandbox};
use super::{compiling, files, inputs};

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

    /// Save the session to this file at the end, whatever its programs and commands came to.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,

    /// Give its Python programs a pure-Python wheel to import, which they cannot change. Can be repeated.
    #[arg(long = "wheel", value_name = "WHEEL")]
    wheels: Vec<PathBuf>,
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

pub(crate) fn run(args: &SessionArgs) -> Result<Exit, Failure> {
    let policy = inputs::run_policy(args.policy.as_ref())?;
    let sandbox = sandbox(policy)?;
    let save = args.save.as_deref();
    let save = save
        .map(|path| Stored::at(path).map_err(|error| unusable(path, &error)))
        .transpose()?;
    let opened = open(&sandbox, args)?;
    let wheels = inputs::wheels(&args.wheels, opened.language)?;
    let mut shell = Shell::new(sandbox, opened);
    for wheel in &wheels {
        shell.install(wheel)?;
    }
    let exit = match &args.script {
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| unusable(path, &error))?;
            shell.script(text.lines().map(|line| Ok(line.to_owned())))
        }
        None if io::stdin().is_terminal() => editor::interact(&mut shell),
        None => shell.script(io::stdin().lock().lines()),
    };
    if let (Some(to), Some(path)) = (save, &args.save) {
        save_to(shell.session(), to, path)?;
    }
    shell.session().close();
    exit
}

/// A session to begin with.
struct Opened {
    session: Session,
    language: Language,
    /// Its working directory.
    directory: String,
}

fn open(sandbox: &Sandbox, args: &SessionArgs) -> Result<Opened, Failure> {
    let Some(path) = &args.load else {
        let language = args.lang.unwrap_or(Language::JavaScript);
        compiling::prepare(sandbox, language)?;
        return Ok(Opened {
            session: sandbox.session(language)?,
            language,
            directory: working_directory(sandbox.policy()),
        });
    };
    let bytes = fs::read(path).map_err(|error| unusable(path, &error))?;
    let unusable = |reason: &str| Failure::Usage(format!("{}: {reason}", files::shown(path)));
    let (language, directory) = saved(&bytes).map_err(|reason| unusable(&reason))?;
    compiling::prepare(sandbox, language)?;
    let session = sandbox.restore(&bytes).map_err(|error| match error {
        HostError::Restore(reason) => unusable(&reason),
        error => error.into(),
    })?;
    Ok(Opened {
        session,
        language,
        directory,
    })
}

fn working_directory(policy: &Policy) -> String {
    policy.working_directory().as_str().to_owned()
}

/// The language and the working directory of a saved session.
fn saved(bytes: &[u8]) -> Result<(Language, String), String> {
    let snapshot = Snapshot::decode(bytes).map_err(|error| error.to_string())?;
    let language = language(&snapshot.language).map_err(|error| error.to_string())?;
    let directory = snapshot.sessions.into_iter().next();
    let directory = directory.map(|session| session.working_directory);
    Ok((language, directory.unwrap_or_default()))
}

fn save_to(session: &Session, to: Stored, path: &Path) -> Result<(), Failure> {
    let bytes = session
        .save()
        .map_err(|error| Failure::Usage(format!("the session cannot be saved: {error}")))?;
    to.write(&bytes).map_err(|error| unusable(path, &error))
}

fn unusable(path: &Path, error: &io::Error) -> Failure {
    Failure::Usage(format!("{}: {error}", files::shown(path)))
}
