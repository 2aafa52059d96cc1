//! What a value really is, which no prototype or trap of the program's can change.
#![allow(unsafe_code)]

use std::rc::Rc;

use rquickjs::promise::PromiseState;
use rquickjs::{Array, Ctx, Object, Promise, Result, String as Text, Value, qjs};

use super::{Path, afford, define, utf8};
use crate::machine::Machine;
use crate::{async_context, modules};

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let values = Object::new(ctx.clone())?;
    define(ctx, &values, "getContext", |ctx: Ctx<'js>| {
        async_context::current(&ctx)
    })?;
    define(
        ctx,
        &values,
        "setContext",
        |ctx: Ctx<'js>, context: Value<'js>| async_context::set(&ctx, context),
    )?;
    define(ctx, &values, "isError", |value: Value<'js>| {
        value.is_error()
    })?;
    define(ctx, &values, "classOf", |value: Value<'js>| {
        // SAFETY: the call looks at the value's class alone, which is none for what is no object.
        unsafe { qjs::JS_GetClassID(value.as_raw()) }
    })?;
    let m = Rc::clone(machine);
    define(
        ctx,
        &values,
        "runScript",
        move |ctx: Ctx<'js>, source: Text<'js>, name: Path| run_script(&ctx, &m, source, &name),
    )?;
    define(ctx, &values, "promiseDetails", promise_details)?;
    define(ctx, &values, "proxyDetails", proxy_details)?;
    Ok(values)
}

/// Runs a script in this context; its value is that of its last statement.
fn run_script<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    source: Text<'js>,
    name: &str,
) -> Result<Value<'js>> {
    let source = source.to_cstring()?;
    afford(ctx, machine, source.len())?;
    let source = utf8(&source)?.as_bytes().to_vec();
    modules::evaluate(ctx, name, source, 1, qjs::JS_EVAL_TYPE_GLOBAL)
}

/// A promise's state and result; nothing for what is no promise.
fn promise_details<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Option<Array<'js>>> {
    let Some(promise) = value.clone().into_promise() else {
        return Ok(None);
    };
    let details = Array::new(ctx.clone())?;
    let state = match promise.state() {
        PromiseState::Pending => "pending",
        PromiseState::Resolved => "fulfilled",
        PromiseState::Rejected => "rejected",
    };
    details.set(0, state)?;
    details.set(1, result_of(&ctx, &promise))?;
    Ok(Some(details))
}

fn result_of<'js>(ctx: &Ctx<'js>, promise: &Promise<'js>) -> Value<'js> {
    // SAFETY: the promise is live, and the result is a new reference of its own.
    unsafe {
        let result = qjs::JS_PromiseResult(ctx.as_raw().as_ptr(), promise.as_value().as_raw());
        Value::from_raw(ctx.clone(), result)
    }
}

/// A proxy's target and handler, both null when it is revoked; nothing for what is no proxy.
fn proxy_details<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Option<Array<'js>>> {
    // SAFETY: the call looks at the value's class alone.
    if !unsafe { qjs::JS_IsProxy(value.as_raw()) } {
        return Ok(None);
    }
    let context = ctx.as_raw().as_ptr();
    // SAFETY: the proxy is live, and what comes back are new references of their own. Of a revoked
    // proxy there is an exception, which is taken away at once.
    let (target, handler) = unsafe {
        (
            Value::from_raw(ctx.clone(), qjs::JS_GetProxyTarget(context, value.as_raw())),
            Value::from_raw(
                ctx.clone(),
                qjs::JS_GetProxyHandler(context, value.as_raw()),
            ),
        )
    };
    let details = Array::new(ctx.clone())?;
    let is_revoked = !target.is_object() || !handler.is_object();
    if is_revoked {
        ctx.catch();
        details.set(0, Value::new_null(ctx.clone()))?;
        details.set(1, Value::new_null(ctx))?;
    } else {
        details.set(0, target)?;
        details.set(1, handler)?;
    }
    Ok(Some(details))
}
