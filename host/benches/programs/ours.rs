//! The sandbox, through the library: every fresh run has an instance of its own, repeated runs have a session.

use std::time::{Duration, Instant};

use golem_exec::{Language, OutcomeKind, Request, Sandbox, Session, SessionRequest};

use crate::peer::{Peer, Program, Task};

pub(crate) struct Ours {
    sandbox: Sandbox,
    session: Session,
    language: Language,
    main: &'static str,
    wrap: fn(&Program) -> String,
}

impl Ours {
    pub(crate) fn new(
        language: Language,
        main: &'static str,
        wrap: fn(&Program) -> String,
    ) -> Self {
        let sandbox = Sandbox::new().unwrap();
        sandbox.prepare(language).unwrap();
        Self {
            session: sandbox.session(language).unwrap(),
            sandbox,
            language,
            main,
            wrap,
        }
    }
}

impl Peer for Ours {
    fn name(&self) -> &str {
        "sandbox"
    }

    fn run(&mut self, program: &Program) -> Option<f64> {
        let source = (self.wrap)(program);
        let mut request =
            Request::new(self.language, self.main, source.clone()).time(Duration::from_secs(60));
        for (name, text) in &program.modules {
            request = request.file(name, text.clone());
        }
        if program.task == Task::Repeated {
            self.session.upload(self.main, source).unwrap();
        }
        let start = Instant::now();
        let outcome = match program.task {
            Task::Repeated => self.session.run(SessionRequest::new(self.main)),
            _ => self.sandbox.run(request),
        }
        .unwrap();
        let whole = start.elapsed().as_secs_f64() * 1e3;
        assert_eq!(
            outcome.kind,
            OutcomeKind::Ok,
            "{}: {outcome:?}",
            program.name
        );
        match program.task {
            Task::Timed => String::from_utf8(outcome.stdout).ok()?.trim().parse().ok(),
            _ => Some(whole),
        }
    }
}
