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

/// A trace without the frames of the library's own modules that no program can name, and without
/// native functions that only those called. Functions without a name are left out, as V8 does.
pub(crate) fn without_the_library(trace: &str) -> String {
    let lines: Vec<&str> = trace.lines().collect();
    let mut kept = String::with_capacity(trace.len());
    for (index, line) in lines.iter().enumerate() {
        let caller = lines.get(index + 1).and_then(|next| frame(next));
        let is_hidden = frame(line).is_some_and(|shown| {
            is_internal(shown) || (is_native(shown) && caller.is_some_and(is_internal))
        });
        if is_hidden {
            // What follows the last frame stays: an inspected error's properties.
            if line.ends_with(" {") {
                kept.truncate(kept.trim_end().len());
                kept.push_str(" {\n");
            }
            continue;
        }
        match line.split_once("at <anonymous> (") {
            Some((indent, rest)) if indent.trim().is_empty() && rest.contains(')') => {
                kept.push_str(indent);
                kept.push_str("at ");
                kept.push_str(&rest.replacen(')', "", 1));
            }
            _ => kept.push_str(line),
        }
        kept.push('\n');
    }
    kept.truncate(kept.trim_end().len());
    kept
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

fn is_internal(frame: &str) -> bool {
    let place = place_of(frame);
    place.starts_with("node:internal/") || place.starts_with("node:package/")
}

fn is_native(frame: &str) -> bool {
    place_of(frame) == "native"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_the_library_go_and_names_that_are_none() {
        let trace = "Error: m\n    at f (/w/a.js:1:2)\n    at <anonymous> (file:///w/b.mjs:3:4)\n    \
                     at call (native)\n    at run (node:internal/commonjs:1:1)\n    at map (native)\n    \
                     at g (/w/a.js:9:9)\n    at run (node:internal/commonjs:1:1) {\n  code: 'X'\n}";
        assert_eq!(
            without_the_library(trace),
            "Error: m\n    at f (/w/a.js:1:2)\n    at file:///w/b.mjs:3:4\n    at map (native)\n    \
             at g (/w/a.js:9:9) {\n  code: 'X'\n}"
        );
    }

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
