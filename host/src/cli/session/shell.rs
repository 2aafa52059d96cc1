//! Commands, carried out on one session.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use golem_exec::policies::{Bound, ByteCount, LimitName};
use golem_exec::{
    Language, Outcome, OutcomeKind, Sandbox, Session, SessionError, SessionRequest, Wheel,
};
use sandbox_core::session::working_directory;

use super::command::{self, Command};
use super::stored::Stored;
use super::{Opened, save_to, unusable};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::files::{Files, Loaded};
use crate::cli::interrupt::{Interruptible, while_running};
use crate::cli::message;
use crate::cli::printable::printable;
use crate::cli::run::pass_through;

/// One session, and how the commands on it went.
pub(super) struct Shell {
    sandbox: Sandbox,
    session: Session,
    language: Language,
    /// Where the session is.
    directory: String,
}

/// What a command did.
pub(super) enum Done {
    /// What it was asked for.
    Fine,
    /// It ran a program that did not end well.
    Failed(Exit),
    /// The end.
    Quit,
}

impl Shell {
    pub(super) fn new(sandbox: Sandbox, opened: Opened) -> Self {
        Self {
            sandbox,
            session: opened.session,
            language: opened.language,
            directory: opened.directory,
        }
    }

    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    pub(super) fn directory(&self) -> &str {
        &self.directory
    }

    pub(super) fn install(&self, wheel: &Wheel) -> Result<(), Failure> {
        let installed = self.session.install(wheel);
        installed.map_err(|error| refused("--wheel", error))
    }

    /// Carries out one command a line, up to the first that fails.
    pub(super) fn script(
        &mut self,
        lines: impl Iterator<Item = io::Result<String>>,
    ) -> Result<Exit, Failure> {
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
    pub(super) fn line(&mut self, line: &str) -> Result<Done, Failure> {
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
                let names = self.session.list_files(&folder);
                let names = names.map_err(|error| refused(":ls", error))?;
                let lines: String = names.iter().map(|name| printable(name) + "\n").collect();
                print(lines.as_bytes())?;
            }
            Command::Show { file } => {
                let bytes = self.session.download(&file);
                print(&bytes.map_err(|error| refused(":cat", error))?)?;
            }
            Command::Change { folder } => {
                let changed = self.session.set_working_dir(&folder);
                changed.map_err(|error| refused(":cd", error))?;
                self.directory = working_directory(&self.directory, &folder);
            }
            Command::Where => print(format!("{}\n", printable(&self.directory)).as_bytes())?,
            Command::Run { file, args } => return self.run(&file, &args),
            Command::Save { to } => {
                let stored = Stored::at(&to).map_err(|error| unusable(&to, &error))?;
                save_to(&self.session, stored, &to)?;
            }
            Command::Help => print(command::HELP.as_bytes())?,
            Command::Quit => return Ok(Done::Quit),
        }
        Ok(Done::Fine)
    }

    /// A file, or a folder with all files in it.
    fn upload(&self, from: &Path, to: Option<String>) -> Result<(), Failure> {
        let mut files = Files::default();
        files.add_path(from, to)?;
        for (done, Loaded { name, content }) in files.into_vec().into_iter().enumerate() {
            let bytes = content.len();
            match self.session.upload(&*name, content) {
                Ok(()) => {}
                Err(SessionError::ResourceExceeded) => {
                    let (name, limits) = (printable(&name), self.limits_of_files());
                    let reason = format!(
                        ":upload \"{name}\": {bytes} bytes do not fit ({limits}); \
                         {done} files were uploaded before it"
                    );
                    return Err(Failure::Usage(reason));
                }
                Err(error) => return Err(refused(":upload", error)),
            }
        }
        Ok(())
    }

    /// The limits that a file can exceed.
    fn limits_of_files(&self) -> String {
        let limits = self.sandbox.policy().limits();
        let bytes = |name: LimitName, bound: Bound<ByteCount>| format!("{} {bound}", name.name());
        format!(
            "{}, {}, {} {}",
            bytes(LimitName::FileSize, limits.file_size),
            bytes(LimitName::Disk, limits.disk),
            LimitName::Inodes.name(),
            limits.inodes,
        )
    }

    fn download(&self, from: &str, to: Option<PathBuf>) -> Result<(), Failure> {
        let bytes = self.session.download(from);
        let bytes = bytes.map_err(|error| refused(":download", error))?;
        let to = match to {
            Some(to) => to,
            None => PathBuf::from(from.rsplit('/').next().unwrap_or(from)),
        };
        fs::write(&to, bytes).map_err(|error| unusable(&to, &error))
    }

    /// Runs a program. An interrupt ends it, and with it the instance that has the session's files: the
    /// session is then again what it was before.
    fn run(&mut self, file: &str, args: &[String]) -> Result<Done, Failure> {
        let before = self.session.save();
        let request = SessionRequest::new(file).args(args);
        let run = || self.session.run_to(request, Interruptible(pass_through));
        let (ended, interrupted) = while_running(run);
        // A program that ended by itself all the same has its outcome.
        if interrupted
            && ended.is_err()
            && let Ok(before) = before
        {
            self.restore(&before)?;
            message::note("interrupted; the session is what it was before the run");
            return Ok(Done::Failed(Exit::Interrupted));
        }
        let outcome = ended?;
        if let Some(reason) = mistake(&outcome) {
            return Err(Failure::Usage(format!(":{reason}")));
        }
        message::about(&outcome, |_| None);
        let exit = Exit::of(&outcome.kind, outcome.exit_code);
        if let (OutcomeKind::Ok, Exit::Program(0)) = (&outcome.kind, exit) {
            return Ok(Done::Fine);
        }
        self.note_other_language(file);
        Ok(Done::Failed(exit))
    }

    fn restore(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        // Its place among the sessions that the policy allows is needed.
        self.session.close();
        self.session = self.sandbox.restore(bytes)?;
        Ok(())
    }

    /// Says that a program which failed has the extension of another language.
    fn note_other_language(&self, file: &str) {
        let named = Language::of_file(Path::new(file));
        if let Some(other) = named.filter(|&named| named != self.language) {
            message::note(&format!(
                "{} is {other} by its name, this session runs {}; see --lang",
                printable(file),
                self.language
            ));
        }
    }
}

/// What is wrong with the file that was to be run: the command's mistake, no fault of the sandbox.
fn mistake(outcome: &Outcome) -> Option<&str> {
    match &outcome.kind {
        OutcomeKind::Internal(reason) if reason.starts_with("run \"") => Some(reason),
        _ => None,
    }
}

/// What went wrong, told of the command instead of the call that it made.
fn refused(command: &str, error: SessionError) -> Failure {
    match error {
        SessionError::Host(error) => error.into(),
        SessionError::Refused(reason) => Failure::Usage(match reason.split_once(" \"") {
            Some((call, rest)) if !call.contains(' ') => format!("{command} \"{rest}"),
            _ => format!("{command}: {reason}"),
        }),
        error => Failure::Usage(error.to_string()),
    }
}

pub(super) fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(Failure::Output)
}
