//! golem:exec@1.0.0 for JavaScript, on QuickJS.
