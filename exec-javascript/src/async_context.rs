//! What AsyncLocalStorage hands on from one asynchronous step to the next. The engine keeps it, and hands it on to
//! jobs (`patches/0011-asynchronous-context.patch`); the library gives it a meaning.
#![allow(unsafe_code, reason = "functions that a patch adds to QuickJS")]

use rquickjs::{Ctx, Value, qjs};

/// Outside of a component the engine is not patched. Only tests run there, none of which asks.
#[cfg(not(target_family = "wasm"))]
mod engine {
    use rquickjs::qjs;

    pub(super) unsafe fn get(_: *mut qjs::JSContext) -> qjs::JSValue {
        qjs::JS_UNDEFINED
    }

    pub(super) unsafe fn set(context: *mut qjs::JSContext, value: qjs::JSValue) {
        // SAFETY: the caller's context is live, and the reference was its own to give.
        unsafe { qjs::JS_FreeValue(context, value) };
    }
}

#[cfg(target_family = "wasm")]
mod engine {
    use rquickjs::qjs;

    // SAFETY: the signatures are those of the patch.
    unsafe extern "C" {
        #[link_name = "JS_GetAsyncContext"]
        pub(super) fn get(context: *mut qjs::JSContext) -> qjs::JSValue;
        #[link_name = "JS_SetAsyncContext"]
        pub(super) fn set(context: *mut qjs::JSContext, value: qjs::JSValue);
    }
}

/// What is current.
pub(crate) fn current<'js>(ctx: &Ctx<'js>) -> Value<'js> {
    // SAFETY: the context is live, and the reference that comes back is the caller's.
    unsafe { Value::from_raw(ctx.clone(), engine::get(ctx.as_raw().as_ptr())) }
}

/// Makes something current: until this step ends, or another takes its place.
pub(crate) fn set<'js>(ctx: &Ctx<'js>, value: Value<'js>) {
    let context = ctx.as_raw().as_ptr();
    // SAFETY: both are live; the engine takes the reference that is made for it.
    unsafe { engine::set(context, qjs::JS_DupValue(context, value.as_raw())) };
}

/// Makes nothing current, before a callback that was put off: what one step leaves is no other's.
pub(crate) fn clear(ctx: &Ctx<'_>) {
    set(ctx, Value::new_undefined(ctx.clone()));
}
