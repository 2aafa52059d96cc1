//! Our own words on standard error.

use std::io::Write;

use golem_exec::{Denial, LimitExceeded, LimitName, Outcome, OutcomeKind};

use super::printable::printable;

/// The most refused accesses that one failed run lists.
const MAX_DENIALS: usize = 3;

/// One line a line of `text`, each under our name.
pub(crate) fn error(text: &str) {
    let mut stderr = std::io::stderr().lock();
    for line in text.lines() {
        // Nothing can be said where nothing can be written.
        let _ = writeln!(stderr, "golem-exec: {}", printable(line));
    }
}

/// What does not keep a run from running.
pub(crate) fn note(text: &str) {
    error(&format!("note: {text}"));
}

/// What there is to say about a run, beyond what the program itself said.
pub(crate) fn about(outcome: &Outcome, set_by: impl Fn(LimitName) -> Option<String>) {
    match &outcome.kind {
        OutcomeKind::Ok | OutcomeKind::CompilationFailed => {}
        OutcomeKind::RuntimeFailed => {
            if let Some(signal) = &outcome.signal {
                error(&format!("the program ended with {signal}"));
            }
        }
        OutcomeKind::Timeout | OutcomeKind::ResourceExceeded => {
            error(&exceeded(outcome, set_by));
        }
        OutcomeKind::UnsupportedLanguage => error("the component does not run this language"),
        OutcomeKind::Internal(message) => error(&format!("internal error: {message}")),
    }
    if !outcome.is_success() {
        denials(&outcome.denials, outcome.denials_dropped);
    }
}

fn exceeded(outcome: &Outcome, set_by: impl Fn(LimitName) -> Option<String>) -> String {
    let Some(exceeded) = outcome.limit else {
        return match outcome.kind {
            OutcomeKind::Timeout => "time limit exceeded".into(),
            _ => "resource limit exceeded".into(),
        };
    };
    let LimitExceeded {
        limit,
        asked,
        allowed,
    } = exceeded;
    let allowed = format!("{} allowed", amount(limit, allowed));
    let amounts = match asked {
        Some(asked) => format!("{} asked, {allowed}", exact(limit, asked)),
        None => allowed,
    };
    let name = match limit {
        LimitName::Processes => "process",
        limit => limit.name(),
    };
    let advice = advice(limit, set_by(limit).as_deref());
    format!("{name} limit exceeded: {amounts}; {advice}")
}

/// What a reader can do about a limit, which an option or a variable sets if not the policy.
fn advice(limit: LimitName, set_by: Option<&str>) -> String {
    match limit {
        LimitName::Processes => "no process can be started in the sandbox".into(),
        LimitName::Stack => "the program calls too deeply".into(),
        _ => match set_by {
            Some(name) => format!("raise it with {name}"),
            None => "raise it in the policy (--policy)".into(),
        },
    }
}

fn is_bytes(limit: LimitName) -> bool {
    matches!(
        limit,
        LimitName::Memory
            | LimitName::Stack
            | LimitName::FileSize
            | LimitName::Disk
            | LimitName::Output
            | LimitName::Stdin
            | LimitName::Written
    )
}

/// A limit's value in its largest whole unit.
fn amount(limit: LimitName, value: u64) -> String {
    let units: &[(u64, &str)] = match limit {
        _ if value == 0 => &[],
        LimitName::Time => &[(1000, "s")],
        limit if is_bytes(limit) => &[(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")],
        _ => &[],
    };
    let whole = units.iter().find(|(size, _)| value.is_multiple_of(*size));
    whole.map_or_else(
        || exact(limit, value),
        |(size, unit)| format!("{} {unit}", value / size),
    )
}

/// A value in the limit's own unit.
fn exact(limit: LimitName, value: u64) -> String {
    match limit {
        LimitName::Time => format!("{value} ms"),
        limit if is_bytes(limit) => format!("{value} bytes"),
        _ => value.to_string(),
    }
}

fn denials(denials: &[Denial], dropped: u64) {
    for denial in denials.iter().take(MAX_DENIALS) {
        error(&denial.to_string());
    }
    let more = denials.len().saturating_sub(MAX_DENIALS) as u64 + dropped;
    if more > 0 {
        error(&format!("{more} more denied; --json lists them"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_in_their_largest_whole_unit() {
        assert_eq!(amount(LimitName::Memory, 64 << 20), "64 MiB");
        assert_eq!(amount(LimitName::Memory, (64 << 20) + 1), "67108865 bytes");
        assert_eq!(amount(LimitName::Time, 2000), "2 s");
        assert_eq!(amount(LimitName::Time, 1500), "1500 ms");
        assert_eq!(amount(LimitName::Disk, 0), "0 bytes");
        assert_eq!(amount(LimitName::Inodes, 4096), "4096");
    }

    #[test]
    fn advice_names_what_would_help() {
        assert_eq!(
            advice(LimitName::Memory, Some("--memory")),
            "raise it with --memory"
        );
        assert_eq!(
            advice(LimitName::Memory, None),
            "raise it in the policy (--policy)"
        );
        assert_eq!(
            advice(LimitName::Processes, None),
            "no process can be started in the sandbox"
        );
    }
}
