//! Promise rejections that nobody has handled yet.

use rquickjs::{Ctx, Persistent, Value};

type Kept = Persistent<Value<'static>>;

/// Rejected promises without a handler, in the order of their rejection.
#[derive(Default)]
pub(crate) struct Rejections {
    unhandled: Vec<(Kept, Kept)>,
}

impl Rejections {
    /// What `HostPromiseRejectionTracker` of ECMAScript tells: a promise was rejected without a
    /// handler, or got its first handler after that.
    pub(crate) fn track<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        promise: Value<'js>,
        reason: Value<'js>,
        is_handled: bool,
    ) {
        let promise = Persistent::save(ctx, promise);
        if is_handled {
            self.unhandled.retain(|(rejected, _)| *rejected != promise);
        } else {
            self.unhandled
                .push((promise, Persistent::save(ctx, reason)));
        }
    }

    /// The reason of the first rejection that has no handler by now.
    pub(crate) fn first_reason<'js>(&self, ctx: &Ctx<'js>) -> Option<Value<'js>> {
        let (_, reason) = self.unhandled.first()?;
        reason.clone().restore(ctx).ok()
    }

    /// Forgets all of them. The runtime must still be there.
    pub(crate) fn clear(&mut self) {
        self.unhandled.clear();
    }
}
