//! The commands of a session, as they are typed.

use std::path::PathBuf;

use super::word::LastWord;

/// What `:help` and `--help` print.
pub(super) const HELP: &str = "\
Commands, one a line; words as a shell takes them, # begins a comment:
  :upload HOST [GUEST]     put a file, or a folder with all files in it, into the session
  :download GUEST [HOST]   write a file of the session here
  :ls [DIR]                list a folder of the session
  :cat FILE                print a file of the session
  :cd DIR                  change the session's working directory
  :pwd                     print it
  :run FILE [ARGS...]      run a program of the session
  :save HOST               save the session, for --load
  :help                    print this; also help and ?
  :quit                    end; also quit and exit
";

/// Every command's name, as it is typed.
pub(super) const NAMES: [&str; 10] = [
    ":cat",
    ":cd",
    ":download",
    ":help",
    ":ls",
    ":pwd",
    ":quit",
    ":run",
    ":save",
    ":upload",
];

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Upload { from: PathBuf, to: Option<String> },
    Download { from: String, to: Option<PathBuf> },
    List { folder: String },
    Show { file: String },
    Change { folder: String },
    Where,
    Run { file: String, args: Vec<String> },
    Save { to: PathBuf },
    Help,
    Quit,
}

impl Command {
    /// The command of a line; none of an empty line or a comment.
    pub(super) fn parse(line: &str) -> Result<Option<Self>, String> {
        let words = shlex::split(line).ok_or("a quote is not closed")?;
        let mut words = words.into_iter();
        let Some(name) = words.next() else {
            return Ok(None);
        };
        let words: Vec<String> = words.collect();
        let wrong = |expected: &str| Err(format!("{name}: expected {name} {expected}"));
        Ok(Some(match (name.as_str(), words.as_slice()) {
            (":upload", [from]) => Self::Upload {
                from: from.into(),
                to: None,
            },
            (":upload", [from, to]) => Self::Upload {
                from: from.into(),
                to: Some(to.clone()),
            },
            (":upload", _) => return wrong("HOST [GUEST]"),
            (":download", [from]) => Self::Download {
                from: from.clone(),
                to: None,
            },
            (":download", [from, to]) => Self::Download {
                from: from.clone(),
                to: Some(to.into()),
            },
            (":download", _) => return wrong("GUEST [HOST]"),
            (":ls", []) => Self::List { folder: ".".into() },
            (":ls", [folder]) => Self::List {
                folder: folder.clone(),
            },
            (":ls", _) => return wrong("[DIR]"),
            (":cat", [file]) => Self::Show { file: file.clone() },
            (":cat", _) => return wrong("FILE"),
            (":cd", [folder]) => Self::Change {
                folder: folder.clone(),
            },
            (":cd", _) => return wrong("DIR"),
            (":run", [file, args @ ..]) => Self::Run {
                file: file.clone(),
                args: args.to_vec(),
            },
            (":run", []) => return wrong("FILE [ARGS...]"),
            (":save", [to]) => Self::Save { to: to.into() },
            (":save", _) => return wrong("HOST"),
            (":pwd", []) => Self::Where,
            (":help" | "help" | "?", []) => Self::Help,
            (":quit" | "quit" | "exit", []) => Self::Quit,
            (":pwd" | ":help" | ":quit", _) => return wrong("and nothing else"),
            _ => return Err(format!("{name:?} is no command; :help lists them")),
        }))
    }
}

/// Whether the word that a line ends with names a file of the host's.
pub(super) fn takes_a_host_file(word: &LastWord) -> bool {
    let number = word.before.len();
    match word.before.first().map(String::as_str) {
        Some(":upload" | ":save") => number == 1,
        Some(":download") => number == 2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_host_are_asked_for_where_help_says_host() {
        for (line, expected) in [
            (":upload ", true),
            (":upload a", true),
            (":upload a ", false),
            (":upload a b", false),
            (":upload 'a b", true),
            (":download ", false),
            (":download a", false),
            (":download a ", true),
            (":download a b", true),
            (":save b", true),
            (":run b", false),
            (":sa", false),
            ("", false),
        ] {
            let word = LastWord::of(line);
            assert_eq!(takes_a_host_file(&word), expected, "{line:?}");
        }
    }

    #[test]
    fn words_are_taken_as_a_shell_takes_them() {
        let run = |file: &str, args: &[&str]| {
            Ok(Some(Command::Run {
                file: file.to_owned(),
                args: args.iter().map(|&arg| arg.to_owned()).collect(),
            }))
        };
        assert_eq!(Command::parse(":run a.js"), run("a.js", &[]));
        assert_eq!(
            Command::parse(" :run 'my file.js' \"1 2\" --x # not this"),
            run("my file.js", &["1 2", "--x"])
        );
    }

    #[test]
    fn an_empty_line_and_a_comment_ask_for_nothing() {
        for line in ["", "   ", "# :run a.js"] {
            assert_eq!(Command::parse(line), Ok(None), "{line:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, message) in [
            (":run", ":run: expected :run FILE [ARGS...]"),
            (":ls a b", ":ls: expected :ls [DIR]"),
            (":cd", ":cd: expected :cd DIR"),
            (":pwd x", ":pwd: expected :pwd and nothing else"),
            ("ls", "\"ls\" is no command; :help lists them"),
            (":run 'a", "a quote is not closed"),
        ] {
            assert_eq!(Command::parse(line), Err(message.to_owned()), "{line}");
        }
    }

    #[test]
    fn every_command_is_named_and_explained() {
        for name in NAMES {
            assert!(HELP.contains(&format!("\n  {name} ")), "{name}");
            let known = match Command::parse(name) {
                Ok(command) => command.is_some(),
                Err(message) => message.starts_with(name),
            };
            assert!(known, "{name}");
        }
    }
}
