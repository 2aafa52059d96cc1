//! The sandbox, through the library: every fresh run has an instance of its own, repeated runs have a
//! session. The first run of a process is the command line's.

use std::time::{Duration, Instant};

use golem_exec::policies::{Policy, Preset};
use golem_exec::{Language, Outcome, OutcomeKind, Request, Sandbox, Session, SessionRequest};

use super::{process, rate_of_two};
use crate::peer::{Answer, Peer, Program, Task};

pub(crate) struct Ours {
    sandbox: Sandbox,
    session: Session,
    language: Language,
}

impl Ours {
    pub(super) fn new(language: Language) -> Self {
        // Time enough for a busy machine.
        let policy = Policy::preset(Preset::Trusted).unwrap();
        let sandbox = Sandbox::builder().policy(policy).build().unwrap();
        sandbox.prepare(language).unwrap();
        Self {
            session: sandbox.session(language).unwrap(),
            sandbox,
            language,
        }
    }

    const fn entry(&self) -> &'static str {
        match self.language {
            Language::JavaScript => "main.js",
            Language::Python => "main.py",
        }
    }

    /// As a program that prints its answer.
    fn source(&self, task: Task, program: &Program) -> String {
        let source = &program.source;
        match (self.language, task) {
            (Language::Python, _) => source.clone(),
            (_, Task::Modules) => format!("{source}console.log(String(globalThis.found));\n"),
            (_, Task::Timed) => format!(
                "const start = performance.now();\nconst said = {source};\n\
                 console.log(`${{performance.now() - start}} ${{said}}`);\n"
            ),
            _ => format!("console.log({source})"),
        }
    }

    fn request(&self, task: Task, program: &Program) -> Request {
        let source = self.source(task, program);
        let request = Request::new(self.language, self.entry(), source);
        program
            .modules
            .iter()
            .fold(request, |request, (name, text)| {
                request.file(name, text.clone())
            })
    }

    fn first(&self, program: &Program) -> Answer {
        let command = [
            env!("CARGO_BIN_EXE_golem-exec"),
            "run",
            "--lang",
            match self.language {
                Language::JavaScript => "js",
                Language::Python => "python",
            },
            "-c",
        ];
        let program = Program {
            source: self.source(Task::First, program),
            ..program.clone()
        };
        process::whole(&command.map(String::from), None, &program)
    }
}

fn timed(run: impl FnOnce() -> Outcome) -> (f64, Outcome) {
    let start = Instant::now();
    let outcome = run();
    (start.elapsed().as_secs_f64() * 1e3, outcome)
}

/// What a program printed that ended by itself.
fn said(outcome: Outcome) -> String {
    assert_eq!(outcome.kind, OutcomeKind::Ok, "{outcome:?}");
    String::from_utf8(outcome.stdout).unwrap().trim().to_owned()
}

impl Peer for Ours {
    fn name(&self) -> &str {
        "golem-exec"
    }

    fn version(&self) -> &str {
        match self.language {
            Language::JavaScript => {
                concat!("golem-exec ", env!("CARGO_PKG_VERSION"), " (JavaScript)")
            }
            Language::Python => concat!("golem-exec ", env!("CARGO_PKG_VERSION"), " (Python)"),
        }
    }

    fn run(&mut self, task: Task, program: &Program) -> Answer {
        let (milliseconds, outcome) = match task {
            Task::First => return self.first(program),
            Task::Repeated => {
                let source = self.source(task, program);
                self.session.upload(self.entry(), source).unwrap();
                let request = SessionRequest::new(self.entry());
                timed(|| self.session.run(request).unwrap())
            }
            _ => {
                let request = self.request(task, program);
                timed(|| self.sandbox.run(request).unwrap())
            }
        };
        let said = said(outcome);
        match task {
            Task::Timed => Answer::of_its_own_clock(&said),
            _ => Answer::Took { milliseconds, said },
        }
    }

    fn rate(&mut self, program: &Program, span: Duration) -> f64 {
        rate_of_two(span, || {
            let outcome = self.sandbox.run(self.request(Task::Fresh, program));
            assert_eq!(said(outcome.unwrap()), program.answer);
        })
    }
}
