//! Repeating what a person wrote, and guessing what was meant.

/// The longest excerpt of a document that a message repeats, in characters.
const MAX_QUOTED: usize = 64;

/// `text` for use inside a message: on one line, no control characters, not longer than a line.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted: String = text
        .chars()
        .take(MAX_QUOTED)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().nth(MAX_QUOTED).is_some() {
        quoted.push('…');
    }
    quoted
}

/// The name among `known` that a person who wrote `name` probably meant.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this similarity (of 1) a suggestion misleads more than it helps.
    const LEAST_SIMILARITY: f64 = 0.75;
    // A long text is no misspelling of a short name, and comparing it costs its length.
    if name.len() > MAX_QUOTED {
        return None;
    }
    let spelled = name.to_ascii_lowercase().replace('_', "-");
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&spelled, candidate), candidate))
        .filter(|(similarity, _)| *similarity >= LEAST_SIMILARITY)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

pub(crate) fn did_you_mean(suggestion: &Option<&'static str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
