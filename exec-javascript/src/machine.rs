//! What the native functions of one program share.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use rquickjs::{Ctx, Function, Persistent, Value};
use sandbox_core::report::LimitExceeded;
use sandbox_core::run::{Run, RunHandle};

use crate::allocator::Meter;
use crate::modules::{Imported, Packages, Require};
use crate::rejections::Rejections;
use crate::timers::Timers;
use crate::work;

#[cfg(target_family = "wasm")]
use sandbox_libc::act_on;

/// Outside of a component there is one heap.
#[cfg(not(target_family = "wasm"))]
fn act_on<T>(run: &RunHandle, body: impl FnOnce(&mut Run) -> T) -> Option<T> {
    let mut run = run.try_borrow_mut().ok()?;
    Some(body(&mut run))
}

/// What the native functions of one program share. It holds the run weakly: a function that the
/// engine leaks (after running out of memory, say) must not keep a program's files alive.
pub(crate) struct Machine {
    run: RefCell<Weak<RefCell<Run>>>,
    /// The path of the program.
    entry: RefCell<String>,
    /// Where the program's relative paths begin: absolute, without `.` and `..`.
    directory: RefCell<String>,
    pub(crate) meter: Rc<Meter>,
    pub(crate) timers: RefCell<Timers>,
    pub(crate) rejections: RefCell<Rejections>,
    /// Runs what `process.nextTick` put off, once a program has used it.
    pub(crate) ticks: RefCell<Option<Persistent<Function<'static>>>>,
    /// Whether there is something for `ticks` to run.
    pub(crate) tick_wanted: Cell<bool>,
    /// Tells the listeners of `process`, once a program has used it.
    pub(crate) process_events: RefCell<Option<Persistent<Function<'static>>>>,
    /// The promise of a program that is a module, until its rejection has been told of.
    pub(crate) main: RefCell<Option<Persistent<Value<'static>>>>,
    /// Loads built-in modules; there once the context has its globals.
    pub(crate) library: RefCell<Option<Require>>,
    pub(crate) packages: RefCell<Packages>,
    /// CommonJS modules that were compiled and have not run yet, by their paths.
    pub(crate) compiled: RefCell<HashMap<String, Persistent<Function<'static>>>>,
    /// CommonJS modules that ES modules import and that have not run yet, by their URLs.
    pub(crate) imported: RefCell<HashMap<String, Imported>>,
    /// The error object of the last limit of the file system that a call ran into.
    limit_error: RefCell<Option<(Persistent<Value<'static>>, LimitExceeded)>>,
    exit_code: Cell<Option<i32>>,
    serial: Cell<u64>,
}

impl Machine {
    /// A machine without a run.
    pub(crate) fn new(meter: Rc<Meter>) -> Rc<Self> {
        Rc::new(Self {
            run: RefCell::default(),
            entry: RefCell::default(),
            directory: RefCell::default(),
            meter,
            timers: RefCell::default(),
            rejections: RefCell::default(),
            ticks: RefCell::default(),
            tick_wanted: Cell::new(false),
            process_events: RefCell::default(),
            main: RefCell::default(),
            library: RefCell::default(),
            packages: RefCell::default(),
            compiled: RefCell::default(),
            imported: RefCell::default(),
            serial: Cell::new(0),
            limit_error: RefCell::default(),
            exit_code: Cell::new(None),
        })
    }

    /// From now on the native functions act on `run`, whose program is at `entry`.
    pub(crate) fn attach(&self, run: &RunHandle, entry: &str) {
        self.run.replace(Rc::downgrade(run));
        self.entry.replace(entry.to_owned());
        let directory = self.with_run(|run| run.working_directory().to_owned());
        // What was made with the run is the supervisor's; the engine keeps a copy.
        self.directory
            .replace(directory.unwrap_or_default().clone());
    }

    /// There is no run any more. What is the supervisor's goes.
    #[cfg(target_family = "wasm")]
    pub(crate) fn detach(&self) {
        self.run.take();
        self.packages.take();
    }

    /// The path of the program.
    pub(crate) fn entry(&self) -> String {
        self.entry.borrow().clone()
    }

    /// The program's working directory.
    pub(crate) fn directory(&self) -> String {
        self.directory.borrow().clone()
    }

    /// The program makes another directory its own.
    pub(crate) fn change_directory(&self, directory: String) {
        self.directory.replace(directory);
    }

    /// A path as the program names it, from the root. POSIX: the empty path names nothing; as an absolute path it
    /// would name the working directory.
    pub(crate) fn absolute(&self, path: &str) -> String {
        if path.is_empty() || path.starts_with('/') {
            return path.to_owned();
        }
        let directory = self.directory.borrow();
        format!("{}/{path}", directory.trim_end_matches('/'))
    }

    /// Borrows the run. `body` must not call into the engine, and what it hands to the run must be made in
    /// it: that is the supervisor's then, and stays. `None` when the run is over.
    pub(crate) fn with_run<T>(&self, body: impl FnOnce(&mut Run) -> T) -> Option<T> {
        let run = self.run.borrow().upgrade()?;
        work::charge_call();
        act_on(&run, |run| {
            let answer = body(run);
            run.count_call();
            answer
        })
    }

    /// Whether the program must end now.
    pub(crate) fn must_stop(&self) -> bool {
        let run = self.run.borrow().upgrade();
        let answer = run.and_then(|run| act_on(&run, Run::must_stop));
        answer.unwrap_or(true)
    }

    /// Remembers an error object that stands for a limit, so that it is known again if nobody
    /// catches it. What a program builds by hand is not that object.
    pub(crate) fn remember_limit<'js>(
        &self,
        ctx: &Ctx<'js>,
        error: Value<'js>,
        limit: LimitExceeded,
    ) {
        self.limit_error
            .replace(Some((Persistent::save(ctx, error), limit)));
    }

    /// The limit that `thrown` stands for.
    pub(crate) fn limit_of<'js>(
        &self,
        ctx: &Ctx<'js>,
        thrown: &Value<'js>,
    ) -> Option<LimitExceeded> {
        let kept = self.limit_error.borrow();
        let (error, limit) = kept.as_ref()?;
        (*error == Persistent::save(ctx, thrown.clone())).then_some(*limit)
    }

    /// A number that no other call in this run gets.
    pub(crate) fn next_serial(&self) -> u64 {
        let serial = self.serial.get();
        self.serial.set(serial + 1);
        serial
    }

    /// `process.exitCode`.
    pub(crate) fn exit_code(&self) -> i32 {
        self.exit_code.get().unwrap_or(0)
    }

    /// Whether the program has set `process.exitCode`.
    pub(crate) fn has_exit_code(&self) -> bool {
        self.exit_code.get().is_some()
    }

    pub(crate) fn set_exit_code(&self, code: Option<i32>) {
        self.exit_code.set(code);
    }

    /// Lets go of every value of the runtime's; it must still be there.
    pub(crate) fn release(&self) {
        self.timers.borrow_mut().clear_all();
        self.rejections.borrow_mut().clear();
        self.limit_error.replace(None);
        self.library.replace(None);
        self.compiled.borrow_mut().clear();
        self.imported.borrow_mut().clear();
        self.ticks.replace(None);
        self.process_events.replace(None);
        self.main.replace(None);
    }
}
