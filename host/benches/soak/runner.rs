//! Running a case, and telling exactly how its outcome differs from what it must be.

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use golem_exec::policies::Policy;
use golem_exec::{Denial, Language, Limits, Outcome, Request, Sandbox, SessionRequest};

use crate::cases::{CASES, Case};

/// A case in one language, ready to run.
pub(crate) struct Runner {
    case: Case,
    language: Language,
    sandbox: Sandbox,
    source: Vec<u8>,
    stderr: String,
    /// What the first run was refused: each later one must be refused the same.
    denials: OnceLock<Vec<Denial>>,
}

/// One of each case in each language, as often as it is run in a round.
pub(crate) fn round(sandbox: &Sandbox) -> Vec<Runner> {
    let mut runners = Vec::new();
    for case in CASES {
        for language in [Language::JavaScript, Language::Python] {
            runners.push(Runner::new(*case, language, sandbox));
        }
    }
    runners
}

impl Runner {
    fn new(case: Case, language: Language, sandbox: &Sandbox) -> Self {
        let program = fixtures(language).join(case.program);
        let source = program.with_extension(extension(language));
        Self {
            sandbox: sandbox.with_policy(policy(case.limits)),
            source: fs::read(&source)
                .unwrap_or_else(|error| panic!("{}: {error}", source.display())),
            stderr: fs::read_to_string(program.with_extension("stderr")).unwrap_or_default(),
            case,
            language,
            denials: OnceLock::new(),
        }
    }

    /// So many times in a round.
    pub(crate) const fn times(&self) -> usize {
        self.case.times
    }

    /// Runs it in an instance of its own.
    ///
    /// # Errors
    /// What is wrong with the outcome.
    pub(crate) fn run(&self) -> Result<(), String> {
        let outcome = self
            .sandbox
            .run(self.request())
            .map_err(|error| self.told(&error.to_string()))?;
        self.check(&outcome).map_err(|fault| self.told(&fault))
    }

    fn request(&self) -> Request {
        let case = &self.case;
        let name = format!("main.{}", extension(self.language));
        let request = Request::new(self.language, name, self.source.clone())
            .file("data.csv", "name,size\nfirst,1\nsecond,2\n")
            .env("GREETING", "hello")
            .args(case.args.iter().copied())
            .limits(Limits {
                time: case.time_ms.map(Duration::from_millis),
                memory: case.memory_bytes,
                ..Limits::default()
            });
        match case.stdin {
            Some(stdin) => request.stdin(stdin),
            None => request,
        }
    }

    fn check(&self, outcome: &Outcome) -> Result<(), String> {
        let case = &self.case;
        same("kind", &outcome.kind.name(), &case.kind)?;
        same("exit code", &outcome.exit_code, &case.exit_code)?;
        same("signal", &outcome.signal.as_deref(), &case.signal)?;
        same(
            "limit",
            &outcome.limit.map(|limit| limit.limit),
            &case.limit,
        )?;
        same("stdout", &text(&outcome.stdout), &case.stdout)?;
        same("stderr", &text(&outcome.stderr), &self.stderr.as_str())?;
        same("denied", &!outcome.denials.is_empty(), &case.is_denied)?;
        let first = self.denials.get_or_init(|| outcome.denials.clone());
        same("denials", &outcome.denials, first)
    }

    fn told(&self, fault: &str) -> String {
        format!("{:?} {}: {fault}", self.language, self.case.program)
    }
}

/// A session: its files stay from run to run, and nothing else.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn session(sandbox: &Sandbox, language: Language) -> Result<(), String> {
    let told = |error: &dyn std::error::Error| format!("a session of {language:?}: {error}");
    let main = format!("main.{}", extension(language));
    let source = fs::read(
        fixtures(language)
            .join("control")
            .with_extension(extension(language)),
    )
    .map_err(|error| told(&error))?;
    let session = sandbox.session(language).map_err(|error| told(&error))?;
    session
        .upload(main.as_str(), source)
        .map_err(|error| told(&error))?;
    for _ in 0..2 {
        let outcome = session
            .run(SessionRequest::new(main.as_str()))
            .map_err(|error| told(&error))?;
        same("stdout of a session", &text(&outcome.stdout), &"42\n")?;
    }
    session.close();
    Ok(())
}

fn same<T: PartialEq + Debug>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what} is {found:?} and not {expected:?}"))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or("(no text)")
}

fn fixtures(language: Language) -> PathBuf {
    let folder = match language {
        Language::JavaScript => "javascript",
        Language::Python => "python",
    };
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures/matrix")
        .join(folder)
}

const fn extension(language: Language) -> &'static str {
    match language {
        Language::JavaScript => "js",
        Language::Python => "py",
    }
}

/// The preset `standard` with other limits, and time that no busy machine uses up.
fn policy(limits: &str) -> Policy {
    let text = format!(
        "version = 1\n\
         [[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
         [[grants]]\npath = \"/tmp\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
         [environment]\nallow = [\"*\"]\n\
         [limits]\ntime = \"2m\"\n{limits}\n"
    );
    Policy::parse(&text, None).unwrap_or_else(|errors| panic!("{limits}: {errors}"))
}
