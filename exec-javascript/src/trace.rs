//! The text of a stack trace, as a reader of the program wants it.

/// A place in a program, as a frame names it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// The module's name: a path or a `file:` URL.
    pub(crate) name: &'a str,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The column, from 1.
    pub(crate) column: usize,
}

/// The first frame that lies in a file of the program's.
pub(crate) fn first_place(trace: &str) -> Option<Place<'_>> {
    trace.lines().find_map(|line| {
        let place = place_of(frame(line)?);
        let (place, column) = place.rsplit_once(':')?;
        let (name, line) = place.rsplit_once(':')?;
        let is_file = name.starts_with('/') || name.starts_with("file:///");
        is_file.then_some(())?;
        Some(Place {
            name,
            line: line.parse().ok()?,
            column: column.parse().ok()?,
        })
    })
}

/// A parser's error without its only frame, which says no more than the line shown above it.
pub(crate) fn without_the_place(trace: &str) -> String {
    let lines = trace.lines();
    let mut kept: Vec<&str> = lines
        .filter(|line| frame(line).is_none_or(|shown| place_of(shown) != shown))
        .collect();
    if kept.is_empty() {
        kept = trace.lines().collect();
    }
    kept.join("\n")
}

/// What a line says behind `at`, if it is a frame.
fn frame(line: &str) -> Option<&str> {
    let shown = line.trim_start().strip_prefix("at ")?;
    Some(
        shown
            .strip_suffix(" {")
            .unwrap_or(shown)
            .trim_end_matches(','),
    )
}

/// The place in a frame: what the brackets hold, or the whole.
fn place_of(frame: &str) -> &str {
    frame
        .rsplit_once('(')
        .map_or(frame, |(_, inside)| inside.trim_end_matches(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_is_the_programs() {
        let trace = "Error: at (x)\n    at open (node:fs:1:2)\n    at file:///w/a%20b.mjs:30:4";
        let place = Place {
            name: "file:///w/a%20b.mjs",
            line: 30,
            column: 4,
        };
        assert_eq!(first_place(trace), Some(place));
        assert_eq!(first_place("Error\n    at f (native)"), None);
    }
}
