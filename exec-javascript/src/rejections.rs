//! Promise rejections that nobody has handled yet.

use std::collections::HashSet;

use rquickjs::{Ctx, Function, Object, Persistent, Result, Value};

use crate::machine::Machine;
use crate::{async_context, modules};

type Kept = Persistent<Value<'static>>;

/// A promise that was rejected.
pub(crate) struct Rejected {
    pub(crate) promise: Kept,
    /// What was current for AsyncLocalStorage then.
    pub(crate) context: Option<Kept>,
}

/// How many entries about handled rejections are kept at least before the list is gone through.
const FEWEST_HANDLED: usize = 64;

/// Rejected promises without a handler, in the order of their rejection.
#[derive(Default)]
pub(crate) struct Rejections {
    rejected: Vec<Rejected>,
    /// Those of `rejected` that have got a handler since. They are taken out together: a program that
    /// handles many one by one must not make each of these calls as long as the list.
    handled: HashSet<Kept>,
    /// Promises that got their first handler after they had been told of.
    late: Vec<Kept>,
}

impl Rejections {
    /// What `HostPromiseRejectionTracker` of ECMAScript tells: a promise was rejected without a
    /// handler, or got its first handler after that.
    pub(crate) fn track<'js>(&mut self, ctx: &Ctx<'js>, promise: Value<'js>, is_handled: bool) {
        let promise = Persistent::save(ctx, promise);
        if !is_handled {
            let context = async_context::current(ctx);
            let context = (!context.is_undefined()).then(|| Persistent::save(ctx, context));
            self.rejected.push(Rejected { promise, context });
        } else if self.rejected.last().map(|last| &last.promise) == Some(&promise) {
            self.rejected.pop();
        } else if self.rejected.is_empty() {
            self.late.push(promise);
        } else {
            self.handled.insert(promise);
            if self.handled.len() > FEWEST_HANDLED.max(self.rejected.len() / 2) {
                self.forget_handled();
            }
        }
    }

    /// Takes what is rejected and has no handler by now.
    pub(crate) fn take(&mut self) -> Vec<Rejected> {
        self.forget_handled();
        std::mem::take(&mut self.rejected)
    }

    /// Takes the promises that got a handler after they had been taken as rejected.
    pub(crate) fn take_late(&mut self) -> Vec<Kept> {
        std::mem::take(&mut self.late)
    }

    /// Forgets all of them. The runtime must still be there.
    pub(crate) fn clear(&mut self) {
        self.rejected.clear();
        self.handled.clear();
        self.late.clear();
    }

    fn forget_handled(&mut self) {
        let handled = &mut self.handled;
        self.rejected
            .retain(|rejected| !handled.remove(&rejected.promise));
        // The others had been taken before.
        self.late.extend(handled.drain());
    }
}

/// What is thrown for a rejection that nobody handles: its reason, or an error around what is no error,
/// as in Node.
pub(crate) fn thrown_for<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    reason: Value<'js>,
) -> Result<Value<'js>> {
    // Without memory there is no Error object, and none to put around it.
    if reason.is_error() || (reason.is_null() && machine.meter.refused().is_some()) {
        return Ok(reason);
    }
    let library: Object<'js> = modules::internal(ctx, machine, "internal/rejections")?.get()?;
    library
        .get::<_, Function<'js>>("thrownFor")?
        .call((reason,))
}
