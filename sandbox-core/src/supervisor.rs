//! The supervisor of one component: it holds the policy and the engine, and turns calls into runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use policies::{Bound, Constraints, Language, LimitName, Policy, PolicyErrors};
use vfs_layer::{FsError, MissingLayer, Namespace, NamespaceBuilder, Quota};

use crate::engine::{Ending, Engine, Execution};
use crate::event;
use crate::invocation::Invocation;
use crate::outcome::{Failure, Outcome};
use crate::output::Frames;
use crate::packages::place;
use crate::platform::Platform;
use crate::pull::{EventQueue, Places, Recorder};
use crate::report::{LimitExceeded, Report};
use crate::restore::Sessions;
use crate::run::{Attached, Run};
use crate::upload::{Upload, decode_all};

/// What is configured once for a component: its policy, its platform, its engine.
pub struct Supervisor<E: Engine> {
    policy: Result<Policy, String>,
    platform: Rc<dyn Platform>,
    watched: bool,
    wants_values: bool,
    lasts: Lasts,
    engine: RefCell<E>,
    pub(crate) open_sessions: Cell<u32>,
    queues: Places,
    pub(crate) sessions: Sessions<E>,
}

/// For how many runs the component's instance is there.
#[derive(Default)]
struct Lasts {
    only_one: bool,
    is_over: Cell<bool>,
}

/// What one run is made of.
pub(crate) struct Task {
    /// The file system, readied.
    pub(crate) namespace: Namespace,
    /// Where the program starts.
    pub(crate) working_directory: String,
    /// The absolute path of the program.
    pub(crate) entry: String,
    /// What the caller passes to it.
    pub(crate) invocation: Invocation,
    /// What the caller asks for on top of the policy.
    pub(crate) constraints: Constraints,
    /// What its standard streams are attached to.
    pub(crate) attached: Attached,
}

impl<E: Engine> Supervisor<E> {
    /// A supervisor under `policy`. With a broken policy it refuses every call and says why: it
    /// never falls back to another one. `watched` asks for [`event`] frames.
    pub fn new(
        policy: Result<Policy, PolicyErrors>,
        platform: Rc<dyn Platform>,
        watched: bool,
    ) -> Self {
        Self {
            policy: policy.map_err(|errors| format!("the policy is refused: {errors}")),
            platform,
            watched,
            wants_values: false,
            lasts: Lasts::default(),
            engine: RefCell::default(),
            open_sessions: Cell::new(0),
            queues: Places::default(),
            sessions: Sessions::default(),
        }
    }

    /// Asks each run for the value of its program's last expression, if `wanted`.
    #[must_use]
    pub fn wanting_values(mut self, wanted: bool) -> Self {
        self.wants_values = wanted;
        self
    }

    /// Promises that there will be one run and no second one, if `only_one`; a second one is refused.
    #[must_use]
    pub fn for_one_run(mut self, only_one: bool) -> Self {
        self.lasts.only_one = only_one;
        self
    }

    /// The policy, before any constraints.
    ///
    /// # Errors
    /// [`Failure::Internal`] with what is wrong with it.
    pub fn policy(&self) -> Result<&Policy, Failure> {
        self.policy
            .as_ref()
            .map_err(|message| Failure::Internal(message.clone()))
    }

    /// The platform.
    pub(crate) fn platform(&self) -> &Rc<dyn Platform> {
        &self.platform
    }

    /// Runs one program in a file system of its own. The first file is the program.
    ///
    /// # Errors
    /// As the interface has them.
    pub fn run(
        &self,
        language: Language,
        files: Vec<Upload>,
        invocation: Invocation,
        constraints: Constraints,
        attached: Attached,
    ) -> Outcome {
        if language != E::LANGUAGE {
            return Err(Failure::UnsupportedLanguage);
        }
        let policy = self.policy()?.tightened(&constraints);
        let files = decode_all(files).map_err(Failure::Internal)?;
        let Some((entry, _)) = files.first() else {
            return Err(no_program());
        };
        let entry = join(policy.working_directory().as_str(), entry);
        let mut namespace = self.namespace(&policy)?;
        namespace.set_now(vfs_layer::Timestamp::from_nanos(self.platform.wall_nanos()));
        let working_directory = policy.working_directory().as_str().to_owned();
        for (name, content) in &files {
            let path = place::<E>(&working_directory, name);
            namespace
                .write_file(&path, content)
                .map_err(|error| self.refused("files", name, error))?;
        }
        let task = Task {
            namespace,
            working_directory,
            entry,
            invocation,
            constraints,
            attached,
        };
        self.execute(task).0
    }

    /// Runs one program to its end, as [`run`](Self::run) does, and keeps its events.
    pub fn run_to_queue(
        &self,
        language: Language,
        files: Vec<Upload>,
        invocation: Invocation,
        constraints: Constraints,
    ) -> EventQueue {
        self.queue(|attached| self.run(language, files, invocation, constraints, attached))
    }

    /// Keeps the events of what `run` runs.
    pub(crate) fn queue(&self, run: impl FnOnce(Attached) -> Outcome) -> EventQueue {
        let place = match self.queues.take() {
            Ok(place) => place,
            Err(failure) => return EventQueue::ended(Err(failure)),
        };
        let recorder = Rc::new(Recorder::default());
        let ending = run(Attached {
            watchers: vec![Rc::clone(&recorder) as _],
            input: None,
        });
        EventQueue::new(recorder.take(), ending, Some(place))
    }

    /// Whether the policy allows one more session.
    ///
    /// # Errors
    /// [`Failure::Internal`] with the numbers when it does not.
    pub(crate) fn check_session_count(&self, policy: &Policy) -> Result<(), Failure> {
        let count = self.open_sessions.get();
        match policy.sessions().count {
            Bound::Finite(allowed) if count >= allowed => Err(Failure::Internal(format!(
                "{count} sessions are open already; the policy allows {allowed}"
            ))),
            _ => Ok(()),
        }
    }

    /// Counts a session that has been opened; closing it counts it off.
    pub(crate) fn count_session(&self) {
        self.open_sessions.set(self.open_sessions.get() + 1);
    }

    /// An empty file system as the policy has it.
    pub(crate) fn namespace(&self, policy: &Policy) -> Result<Namespace, Failure> {
        let mut namespace = self
            .mounts(policy)?
            .build()
            .map_err(|error| Failure::Internal(format!("the policy is refused: {error}")))?;
        namespace
            .make_directories(policy.working_directory().as_str())
            .map_err(|error| Failure::Internal(format!("the working directory: {error}")))?;
        Ok(namespace)
    }

    /// What a file system is made of: the policy's grants, and the language's own mounts.
    pub(crate) fn mounts(&self, policy: &Policy) -> Result<NamespaceBuilder, Failure> {
        mounts(&*self.engine.borrow(), policy)
            .map_err(|error| Failure::Internal(format!("the policy is refused: {error}")))
    }

    /// Runs a program and gives the file system back, as the program left it.
    pub(crate) fn execute(&self, task: Task) -> (Outcome, Namespace) {
        let (policy, mut namespace) = match self.policy() {
            Ok(policy) => (policy.tightened(&task.constraints), task.namespace),
            Err(failure) => return (Err(failure), task.namespace),
        };
        if let Err(error) = task.invocation.check() {
            return (Err(Failure::Internal(error.to_string())), namespace);
        }
        let stdin = task.invocation.stdin.len() as u64;
        if let Bound::Finite(allowed) = policy.limits().stdin
            && stdin > allowed.get()
        {
            let limit = LimitName::Stdin;
            let failure = self.exceeded(LimitExceeded {
                limit,
                asked: Some(stdin),
                allowed: allowed.get(),
            });
            return (Err(failure), namespace);
        }
        if self.lasts.only_one && self.lasts.is_over.replace(true) {
            let message = "this instance was started for one run, which it has had";
            return (Err(Failure::Internal(message.to_owned())), namespace);
        }
        ready(&mut namespace, &policy);
        let mut attached = task.attached;
        if self.watched {
            attached
                .watchers
                .push(Rc::new(Frames(Rc::clone(&self.platform))));
        }
        let run = Rc::new(RefCell::new(Run::start(
            policy,
            namespace,
            task.working_directory,
            task.invocation,
            Rc::clone(&self.platform),
            attached,
        )));
        run.borrow_mut().be_of(&task.entry);
        if self.wants_values {
            run.borrow_mut().want_value();
        }
        if self.lasts.only_one {
            run.borrow_mut().be_the_last();
        }
        let stopped = run.borrow_mut().must_stop();
        let execution = if stopped {
            Execution {
                ending: Ending::Stopped,
                peak_memory: 0,
            }
        } else {
            self.engine.borrow_mut().execute(&run, &task.entry)
        };
        // Engines hold a run weakly, and the C library only while it is current.
        let Some(run) = Rc::into_inner(run) else {
            unreachable!("the engine kept the run that it was lent");
        };
        let (outcome, report, namespace) = run.into_inner().finish(execution);
        self.publish(&report);
        (outcome, namespace)
    }

    /// What an error of the file system means to the caller of `call`: over a limit, or a mistake
    /// of the caller's.
    pub(crate) fn refused(&self, call: &str, path: &str, error: FsError) -> Failure {
        match error {
            FsError::Limit(exceeded) => self.exceeded(exceeded.into()),
            FsError::NotFound => Failure::Internal(format!("{call} {path:?}: no such file")),
            error => Failure::Internal(format!("{call} {path:?}: {error}")),
        }
    }

    /// A limit that was exceeded before or without a program.
    pub(crate) fn exceeded(&self, limit: LimitExceeded) -> Failure {
        self.publish(&Report {
            limit: Some(limit),
            ..Report::default()
        });
        Failure::ResourceExceeded
    }

    fn publish(&self, report: &Report) {
        if !self.watched {
            return;
        }
        let mut frame = Vec::new();
        match event::encode_report(report, &mut frame) {
            Ok(()) => self.platform.emit(&frame),
            Err(error) => log::warn!("no report of this run: {error}"),
        }
    }
}

/// What a file system is made of: the policy's grants, and the engine's own mounts.
///
/// # Errors
/// What the policy grants and cannot be had.
pub(crate) fn mounts<E: Engine>(
    engine: &E,
    policy: &Policy,
) -> Result<NamespaceBuilder, MissingLayer> {
    let mut builder =
        NamespaceBuilder::from_policy(policy, |source| engine.layer(source.as_str()))?.posix_root();
    for (path, mount) in engine.mounts() {
        builder = builder.mount(path, mount);
    }
    Ok(builder)
}

/// Makes a namespace ready for the next run under these limits.
/// What the run before left open is closed, and what its constraints had tightened is not any more.
pub(crate) fn ready(namespace: &mut Namespace, policy: &Policy) {
    let quota = Quota::from(policy.limits());
    namespace.begin_run();
    namespace.set_file_limit(quota.file_bytes);
    namespace.set_written_limit(quota.written_bytes);
}

fn no_program() -> Failure {
    Failure::CompilationFailed(crate::outcome::Stage {
        stderr: b"no files: the first file is the program\n".to_vec(),
        exit_code: Some(1),
        ..Default::default()
    })
}

/// `path` as seen from `directory`; an absolute one stays as it is.
pub(crate) fn join(directory: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let directory = directory.strip_suffix('/').unwrap_or(directory);
    format!("{directory}/{path}")
}

#[cfg(test)]
mod tests {
    use policies::Preset;

    use super::*;
    use crate::run::RunHandle;
    use crate::testing::FakePlatform;

    #[derive(Default)]
    struct Nothing;

    impl Engine for Nothing {
        const LANGUAGE: Language = Language::Javascript;

        fn execute(&mut self, run: &RunHandle, _: &str) -> Execution {
            Execution {
                ending: Ending::Exited(run.borrow().is_last().into()),
                peak_memory: 0,
            }
        }
    }

    fn run(supervisor: &Supervisor<Nothing>) -> Outcome {
        let program = Upload {
            name: "main.js".to_owned(),
            ..Upload::default()
        };
        supervisor.run(
            Language::Javascript,
            vec![program],
            Invocation::default(),
            Constraints::default(),
            Attached::default(),
        )
    }

    fn exit_code(outcome: Outcome) -> Option<i32> {
        outcome.ok()?.stage.exit_code
    }

    #[test]
    fn what_was_promised_one_run_refuses_a_second_one() {
        let supervisor = || {
            Supervisor::<Nothing>::new(
                Policy::preset(Preset::Standard),
                Rc::new(FakePlatform::default()),
                false,
            )
        };
        let of_many = supervisor();
        assert_eq!([run(&of_many), run(&of_many)].map(exit_code), [Some(0); 2]);
        let of_one = supervisor().for_one_run(true);
        assert_eq!(exit_code(run(&of_one)), Some(1));
        let refused = "this instance was started for one run, which it has had";
        assert_eq!(run(&of_one), Err(Failure::Internal(refused.to_owned())));
    }
}
