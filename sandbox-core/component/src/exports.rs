//! The exports themselves.

use std::any::Any;
use std::cell::OnceCell;
use std::marker::PhantomData;
use std::rc::Rc;

use policies::Policy;
use sandbox_core::engine::Engine;
use sandbox_core::event::{
    EVENTS_STDERR, EVENTS_VARIABLE, INSTANCE_FOR_ONE_RUN, INSTANCE_VARIABLE, MEMORY_KEPT,
    MEMORY_VARIABLE, STACK_VARIABLE, VALUE_OF_LAST_EXPRESSION, VALUE_VARIABLE,
};
use sandbox_core::restore::SharedSession;
use sandbox_core::run::Attached;
use sandbox_core::supervisor::Supervisor;
use sandbox_libc::heap::resident;

#[cfg(feature = "p3")]
use wit_bindgen::StreamReader;

use crate::bindings::exports::golem::exec::executor;
#[cfg(feature = "p3")]
use crate::bindings::exports::golem::exec::types::ExecEvent;
use crate::bindings::exports::golem::exec::types::{Error, File, Language, Limits, Result as Done};
use crate::platform::{WasiPlatform, environment};
#[cfg(feature = "p3")]
use crate::streaming;
use crate::{convert, logger};

/// The interface, for one engine.
pub struct Component<E>(PhantomData<E>);

/// A session resource, for one engine.
pub struct SessionResource<E: Engine>(pub(crate) SharedSession<E>);

/// An engine whose supervisor lives as long as the component.
pub trait ExportedEngine: Engine + 'static {
    /// The supervisor of the component, made at the first call.
    fn supervisor() -> Rc<Supervisor<Self>> {
        supervisor()
    }
}

thread_local! {
    /// The supervisor of the component's one engine.
    static SUPERVISOR: OnceCell<Rc<dyn Any>> = const { OnceCell::new() };
}

/// The supervisor of the component, made at the first call.
///
/// # Panics
/// When a component has two engines, which it has not.
#[must_use]
pub fn supervisor<E: Engine + 'static>() -> Rc<Supervisor<E>> {
    let supervisor = SUPERVISOR.with(|cell| Rc::clone(cell.get_or_init(|| make_supervisor::<E>())));
    let Ok(supervisor) = supervisor.downcast() else {
        unreachable!("the component's supervisor is of another engine");
    };
    supervisor
}

/// Where this crate's own variables are: address and length. An engine that
/// puts memory back as it was leaves them alone.
#[must_use]
pub fn variables() -> [(usize, usize); 1] {
    [SUPERVISOR.with(|cell| {
        (
            std::ptr::from_ref(cell).expose_provenance(),
            size_of_val(cell),
        )
    })]
}

/// Makes the supervisor from the component's environment. Read once: on Golem it is fixed with the
/// worker, and each reading is a logged host call.
fn make_supervisor<E: Engine + 'static>() -> Rc<dyn Any> {
    let variables = environment();
    let lookup = |name: &str| {
        variables
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let says = |name: &str, what: &str| lookup(name).is_some_and(|value| value == what);
    let watched = says(EVENTS_VARIABLE, EVENTS_STDERR);
    let wants_values = says(VALUE_VARIABLE, VALUE_OF_LAST_EXPRESSION);
    if says(MEMORY_VARIABLE, MEMORY_KEPT) {
        resident::touch();
    }
    let only_one = says(INSTANCE_VARIABLE, INSTANCE_FOR_ONE_RUN);
    logger::start(watched);
    let supervisor = Supervisor::<E>::new(
        Policy::from_environment(lookup),
        Rc::new(WasiPlatform::with_stack(lookup(STACK_VARIABLE).as_deref())),
        watched,
    );
    Rc::new(
        supervisor
            .wanting_values(wants_values)
            .for_one_run(only_one),
    )
}

impl<E: ExportedEngine> executor::Guest for Component<E> {
    type Session = SessionResource<E>;

    fn run(
        lang: Language,
        files: Vec<File>,
        stdin: Option<String>,
        args: Vec<String>,
        env: Vec<(String, String)>,
        constraints: Option<Limits>,
    ) -> Result<Done, Error> {
        let supervisor = E::supervisor();
        log_version(&lang);
        let files = files.into_iter().map(convert::upload).collect();
        convert::outcome(supervisor.run(
            convert::language(lang.kind),
            files,
            convert::invocation(args, env, stdin),
            convert::constraints(constraints),
            Attached::default(),
        ))
    }

    #[cfg(feature = "p3")]
    async fn run_streaming(
        lang: Language,
        files: Vec<File>,
        stdin: Option<StreamReader<Vec<u8>>>,
        args: Vec<String>,
        env: Vec<(String, String)>,
        constraints: Option<Limits>,
    ) -> StreamReader<ExecEvent> {
        let supervisor = E::supervisor();
        log_version(&lang);
        let files = files.into_iter().map(convert::upload).collect();
        streaming::start(stdin, move |attached| {
            supervisor.run(
                convert::language(lang.kind),
                files,
                convert::invocation(args, env, None),
                convert::constraints(constraints),
                attached,
            )
        })
    }
}

impl<E: ExportedEngine> executor::GuestSession for SessionResource<E> {
    fn new(lang: Language) -> Self {
        let supervisor = E::supervisor();
        log_version(&lang);
        Self(supervisor.open_session(convert::language(lang.kind)))
    }

    fn upload(&self, file: File) -> Result<(), Error> {
        self.0
            .borrow_mut()
            .upload(convert::upload(file))
            .map_err(convert::failure)
    }

    fn run(
        &self,
        entrypoint: String,
        args: Vec<String>,
        stdin: Option<String>,
        env: Vec<(String, String)>,
        constraints: Option<Limits>,
    ) -> Result<Done, Error> {
        let invocation = convert::invocation(args, env, stdin);
        let constraints = convert::constraints(constraints);
        convert::outcome(self.0.borrow_mut().run(
            &entrypoint,
            invocation,
            constraints,
            Attached::default(),
        ))
    }

    #[cfg(feature = "p3")]
    async fn run_streaming(
        &self,
        entrypoint: String,
        args: Vec<String>,
        stdin: Option<StreamReader<Vec<u8>>>,
        env: Vec<(String, String)>,
        constraints: Option<Limits>,
    ) -> StreamReader<ExecEvent> {
        let session = Rc::clone(&self.0);
        streaming::start(stdin, move |attached| {
            session.borrow_mut().run(
                &entrypoint,
                convert::invocation(args, env, None),
                convert::constraints(constraints),
                attached,
            )
        })
    }

    fn download(&self, path: String) -> Result<Vec<u8>, Error> {
        self.0
            .borrow_mut()
            .download(&path)
            .map_err(convert::failure)
    }

    fn list_files(&self, dir: String) -> Result<Vec<String>, Error> {
        self.0
            .borrow_mut()
            .list_files(&dir)
            .map_err(convert::failure)
    }

    fn set_working_dir(&self, path: String) -> Result<(), Error> {
        self.0
            .borrow_mut()
            .set_working_dir(&path)
            .map_err(convert::failure)
    }

    fn close(&self) {
        self.0.borrow_mut().close();
    }
}

/// The one use of `language.version`: an operator can see what callers ask for.
pub(crate) fn log_version(language: &Language) {
    if let Some(version) = &language.version {
        log::info!(
            "version {version:?} of {:?} asked for; there is one",
            language.kind
        );
    }
}
