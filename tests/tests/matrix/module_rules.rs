//! The policy's rules about modules: what a program names, it may have or not, in both languages alike.

use crate::case::{Case, matrix};

matrix! {
    denied_modules_are_refused => |case| under(
        case, r#"deny = ["path"]"#, r#"deny = ["tempfile", "xml.dom"]"#)
        .prints("loaded refused\n");
    only_allowed_modules_are_imported => |case| under(
        case, r#"allow = ["fs", "util"]"#, r#"allow = ["json", "os"]"#)
        .prints("loaded refused\n");
    /// What comes with a program is under the grants.
    modules_of_its_own_need_no_rule => |case| under(case, r#"allow = ["fs"]"#, r#"allow = ["os"]"#)
        .prints("own\n");
    /// `fs` uses `path`, and `json` uses `re`: the rule is about what the program names.
    library_has_what_it_needs => |case| under(
        case, r#"allow = ["fs"]"#, r#"allow = ["json", "os", "time", "unittest"]"#)
        .prints("1\n");
}

fn under(case: Case, javascript: &str, python: &str) -> Case {
    case.under(&format!(
        "[modules.javascript]\n{javascript}\n[modules.python]\n{python}"
    ))
}
