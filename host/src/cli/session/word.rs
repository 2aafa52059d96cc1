//! The word that a line ends with, as far as it is typed.

/// The last word of a line, as a shell takes words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LastWord {
    /// Where it begins, quote and all.
    pub(super) start: usize,
    /// Without its quotes.
    pub(super) text: String,
    /// The words before it.
    pub(super) before: Vec<String>,
}

impl LastWord {
    pub(super) fn of(line: &str) -> Self {
        let mut word = Self {
            start: line.len(),
            text: String::new(),
            before: Vec::new(),
        };
        let mut begun = false;
        let mut quote = None;
        let mut chars = line.char_indices();
        while let Some((at, c)) = chars.next() {
            if !begun && !c.is_whitespace() {
                (begun, word.start) = (true, at);
            }
            match (quote, c) {
                (None, c) if c.is_whitespace() => {
                    if begun {
                        word.before.push(std::mem::take(&mut word.text));
                    }
                    (begun, word.start) = (false, line.len());
                }
                (None, '\'' | '"') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                (None | Some('"'), '\\') => word.text.extend(chars.next().map(|(_, c)| c)),
                (_, c) => word.text.push(c),
            }
        }
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_with_its_quote_and_is_read_without() {
        for (line, start, text, before) in [
            ("", 0, "", 0),
            (":ru", 0, ":ru", 0),
            ("  :ru", 2, ":ru", 0),
            (":run ", 5, "", 1),
            (":run wit", 5, "wit", 1),
            (":run 'wit", 5, "wit", 1),
            (":run 'with s", 5, "with s", 1),
            (":run 'with space/'a", 5, "with space/a", 1),
            (":run \"it's", 5, "it's", 1),
            (":run with\\ s", 5, "with s", 1),
            (":upload 'a b' c", 14, "c", 2),
            (":run é ü", 8, "ü", 2),
        ] {
            let word = LastWord::of(line);
            let found = (word.start, word.text.as_str(), word.before.len());
            assert_eq!(found, (start, text, before), "{line:?}");
        }
    }
}
