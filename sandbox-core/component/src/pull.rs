//! The interface `pull`.

use std::cell::RefCell;

use sandbox_core::pull::{Event, EventQueue};

use crate::bindings::exports::golem::exec::executor::SessionBorrow;
use crate::bindings::exports::golem::exec::pull::{ExecStream, Guest, GuestExecStream};
use crate::bindings::exports::golem::exec::types::{ExecEvent, File, Language, Limits};
use crate::exports::{Component, ExportedEngine, SessionResource, log_version};
use crate::{convert, event};

/// The events of one run, as a resource.
pub struct ExecStreamResource(RefCell<EventQueue>);

impl ExecStreamResource {
    fn export(queue: EventQueue) -> ExecStream {
        ExecStream::new(Self(RefCell::new(queue)))
    }
}

impl<E: ExportedEngine> Guest for Component<E> {
    type ExecStream = ExecStreamResource;

    fn run_streaming(
        lang: Language,
        files: Vec<File>,
        stdin: Option<String>,
        args: Vec<String>,
        env: Vec<(String, String)>,
        constraints: Option<Limits>,
    ) -> ExecStream {
        let supervisor = E::supervisor();
        log_version(&lang);
        ExecStreamResource::export(supervisor.run_to_queue(
            convert::language(lang.kind),
            files.into_iter().map(convert::upload).collect(),
            convert::invocation(args, env, stdin),
            convert::constraints(constraints),
        ))
    }

    fn session_run_streaming(
        session: SessionBorrow<'_>,
        entrypoint: String,
        args: Vec<String>,
        stdin: Option<String>,
        env: Vec<(String, String)>,
        constraints: Option<Limits>,
    ) -> ExecStream {
        let session = session.get::<SessionResource<E>>();
        ExecStreamResource::export(session.0.borrow_mut().run_to_queue(
            &entrypoint,
            convert::invocation(args, env, stdin),
            convert::constraints(constraints),
        ))
    }
}

impl GuestExecStream for ExecStreamResource {
    fn next(&self) -> Option<ExecEvent> {
        self.0.borrow_mut().next_event().map(export)
    }

    fn next_batch(&self, max_bytes: u64) -> Vec<ExecEvent> {
        let batch = self.0.borrow_mut().next_batch(max_bytes);
        batch.into_iter().map(export).collect()
    }
}

fn export(event: Event) -> ExecEvent {
    match event {
        Event::Output(stream, bytes) => event::chunk(stream, bytes),
        Event::Ended(outcome) => event::ended(outcome),
    }
}
