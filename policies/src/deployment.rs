//! The policy of a deployment, from its environment variables.

use serde_json::{Map, Value};

use crate::{
    Bound, ByteCount, Constraints, Format, Policy, PolicyDocument, PolicyErrors, Preset, Problem,
    TimeSpan,
};

const POLICY: &str = "EXEC_POLICY";
const TIMEOUT: &str = "EXEC_TIMEOUT_MS";
const MEMORY: &str = "EXEC_MEMORY_LIMIT_MB";

/// Reads all three variables before it judges any, so that all errors come at once.
pub(crate) fn policy(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Policy, PolicyErrors> {
    let text = lookup(POLICY);
    let base = match &text {
        Some(text) => named_or_inline(text),
        None => Policy::preset(Preset::Standard),
    };
    let time = number(lookup, TIMEOUT).map(|ms| ms.map(TimeSpan::from_millis));
    let memory = number(lookup, MEMORY).and_then(mebibytes);
    match (base, time, memory) {
        (Ok(base), Ok(time), Ok(memory)) if text.is_some() => Ok(base.tightened(&Constraints {
            time,
            memory,
            ..Constraints::default()
        })),
        (Ok(base), Ok(time), Ok(memory)) => Ok(replaced(base, time, memory)),
        (base, time, memory) => {
            let errors = [base.err(), time.err(), memory.err()].into_iter().flatten();
            let unreadable = || PolicyErrors::one(Problem::Unreadable);
            Err(errors.reduce(PolicyErrors::and).unwrap_or_else(unreadable))
        }
    }
}

/// The shortest value of `EXEC_POLICY` for `policy`. A component reads it in each instance, and a
/// preset it has read before.
pub(crate) fn text(policy: &Policy) -> String {
    let mut presets = Preset::ALL.iter().copied();
    if let Some(preset) = presets.find(|preset| preset.policy().as_ref() == Ok(policy)) {
        return preset.name().to_owned();
    }
    let document = policy.to_document();
    match (table(&document), table(&PolicyDocument::default())) {
        (Some(fields), Some(defaults)) => Value::Object(beyond(fields, &defaults)).to_string(),
        _ => document.to_json(),
    }
}

fn table(document: &PolicyDocument) -> Option<Map<String, Value>> {
    match serde_json::to_value(document) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

/// The fields that differ from the defaults, and the version, which every document says. So too in the
/// table of limits, whose fields each have a default of their own.
fn beyond(fields: Map<String, Value>, defaults: &Map<String, Value>) -> Map<String, Value> {
    const ALWAYS: &str = "version";
    const TABLE: &str = "limits";
    let differing = fields
        .into_iter()
        .filter(|(name, value)| name == ALWAYS || defaults.get(name) != Some(value));
    let shortened = differing.map(|(name, value)| match (value, defaults.get(&name)) {
        (Value::Object(limits), Some(Value::Object(defaults))) if name == TABLE => {
            (name, Value::Object(beyond(limits, defaults)))
        }
        (value, _) => (name, value),
    });
    shortened.collect()
}

/// Without a policy of its own, the deployment's figures are the defaults, wider ones included.
fn replaced(mut policy: Policy, time: Option<TimeSpan>, memory: Option<ByteCount>) -> Policy {
    let limits = &mut policy.limits;
    limits.time = time.map_or(limits.time, Bound::Finite);
    limits.memory = memory.map_or(limits.memory, Bound::Finite);
    policy
}

/// A document has at least a line break, an `=` or a `{`; the name of a preset has none of them.
fn named_or_inline(text: &str) -> Result<Policy, PolicyErrors> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(broken(
            POLICY,
            "set but empty: expected a preset's name or a document",
        ));
    }
    if trimmed.contains(['=', '{', '\n']) {
        return Policy::parse(text, Some(Format::detect(text))).map_err(|e| e.within(POLICY));
    }
    match trimmed.parse::<Preset>() {
        Ok(preset) => Policy::preset(preset),
        Err(unknown) => Err(broken(POLICY, &unknown.to_string())),
    }
}

fn number(
    lookup: &dyn Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<Option<u64>, PolicyErrors> {
    let Some(text) = lookup(name) else {
        return Ok(None);
    };
    // `parse` alone would take a leading `+`.
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if digits => Ok(Some(number)),
        _ => {
            let text = crate::spelling::quoted(&text);
            Err(broken(
                name,
                &format!("`{text}`: expected a whole number, at most {}", u64::MAX),
            ))
        }
    }
}

fn mebibytes(count: Option<u64>) -> Result<Option<ByteCount>, PolicyErrors> {
    let Some(count) = count else {
        return Ok(None);
    };
    match count.checked_mul(1 << 20) {
        Some(bytes) => Ok(Some(ByteCount::new(bytes))),
        None => Err(broken(
            MEMORY,
            &format!("{count} MiB are too many: at most {}", u64::MAX >> 20),
        )),
    }
}

fn broken(variable: &str, reason: &str) -> PolicyErrors {
    PolicyErrors::one(Problem::Rule(reason.to_owned())).within(variable)
}
