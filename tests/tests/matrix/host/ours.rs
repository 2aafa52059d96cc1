//! The library `golem_exec`.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use golem_exec::policies::Policy;
use golem_exec::{
    CacheLocation, Language, Outcome, OutcomeKind, Request, Sandbox, SessionError, SessionRequest,
};

use super::{Call, Deployment, Ending, File, Guest, Limits, Observed, SessionCall};

/// How long after its time limit the host stops a run: longer than any machine is busy, so that
/// what ends a program is the component.
const GRACE: Duration = Duration::from_secs(30);

/// A sandbox under a deployment's policy, with the component of one language for all of them.
#[derive(Clone)]
pub(crate) struct Host(Sandbox);

/// A session of the library.
pub(crate) struct Session(golem_exec::Session);

impl Host {
    /// A host of `guest`'s component, whatever language a call asks for.
    pub(crate) fn new(guest: Guest, deployment: &Deployment) -> Self {
        let variables = deployment.environment();
        let policy = Policy::from_environment(|name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| value.clone())
        });
        Self(sandbox(guest).with_policy(policy.unwrap()))
    }

    pub(crate) fn run(&self, call: &Call) -> Observed {
        let mut files = call.files.iter();
        let program = files.next().expect("the library runs a program");
        let language = call.language.library();
        let mut request = Request::new(language, &program.name, program.content.clone())
            .args(&call.args)
            .limits(limits(call.limits));
        for file in files {
            request = request.file(&file.name, file.content.clone());
        }
        for (name, value) in &call.env {
            request = request.env(name, value);
        }
        if let Some(stdin) = &call.stdin {
            request = request.stdin(stdin);
        }
        observed(self.0.run(request).unwrap())
    }

    pub(crate) fn session(&self, of: Guest) -> Session {
        Session(self.0.session(of.library()).unwrap())
    }
}

impl Session {
    pub(crate) fn upload(&self, file: &File) -> Result<(), Ending> {
        self.0
            .upload(&file.name, file.content.clone())
            .map_err(refusal)
    }

    pub(crate) fn run(&self, call: &SessionCall) -> Observed {
        let mut request = SessionRequest::new(&call.entrypoint)
            .args(&call.args)
            .limits(limits(call.limits));
        for (name, value) in &call.env {
            request = request.env(name, value);
        }
        if let Some(stdin) = &call.stdin {
            request = request.stdin(stdin);
        }
        observed(self.0.run(request).unwrap())
    }

    pub(crate) fn download(&self, path: &str) -> Result<Vec<u8>, Ending> {
        self.0.download(path).map_err(refusal)
    }

    pub(crate) fn list_files(&self, dir: &str) -> Result<Vec<String>, Ending> {
        self.0.list_files(dir).map_err(refusal)
    }

    pub(crate) fn set_working_dir(&self, path: &str) -> Result<(), Ending> {
        self.0.set_working_dir(path).map_err(refusal)
    }

    pub(crate) fn close(&self) {
        self.0.close();
    }
}

fn sandbox(guest: Guest) -> &'static Sandbox {
    static JAVASCRIPT: OnceLock<Sandbox> = OnceLock::new();
    static PYTHON: OnceLock<Sandbox> = OnceLock::new();
    let cell = match guest {
        Guest::JavaScript => &JAVASCRIPT,
        Guest::Python => &PYTHON,
    };
    cell.get_or_init(|| {
        let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ours");
        let mut sandbox = Sandbox::builder()
            .grace(GRACE)
            .cache(CacheLocation::Folder(cache));
        for language in Language::ALL {
            sandbox = sandbox.component(language, guest.artifact());
        }
        sandbox.build().unwrap()
    })
}

fn limits(limits: Option<Limits>) -> golem_exec::Limits {
    let limits = limits.unwrap_or_default();
    golem_exec::Limits {
        time: limits.time_ms.map(Duration::from_millis),
        memory: limits.memory_bytes,
        file_size: limits.file_size_bytes,
    }
}

fn observed(outcome: Outcome) -> Observed {
    let ending = match outcome.kind {
        OutcomeKind::Ok => Ending::Ok,
        OutcomeKind::CompilationFailed => Ending::CompilationFailed,
        OutcomeKind::RuntimeFailed => Ending::RuntimeFailed,
        OutcomeKind::Timeout => Ending::Timeout,
        OutcomeKind::ResourceExceeded => Ending::ResourceExceeded,
        OutcomeKind::UnsupportedLanguage => Ending::UnsupportedLanguage,
        OutcomeKind::Internal(message) => Ending::Internal(message),
    };
    let text = |bytes| Some(String::from_utf8_lossy(bytes).into_owned());
    Observed {
        ending,
        exit_code: outcome.exit_code,
        stdout: text(&outcome.stdout),
        stderr: text(&outcome.stderr),
        signal: Some(outcome.signal),
        limit: Some(outcome.limit.map(|limit| limit.limit)),
        memory: outcome.memory_bytes,
    }
}

fn refusal(error: SessionError) -> Ending {
    match error {
        SessionError::Refused(message) => Ending::Internal(message),
        SessionError::ResourceExceeded => Ending::ResourceExceeded,
        SessionError::Timeout => Ending::Timeout,
        other => Ending::Internal(other.to_string()),
    }
}
