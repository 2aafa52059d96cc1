//! How deep programs may recurse: as deep as natively, as far as the policy lets them, on whatever thread.
#![allow(clippy::unwrap_used)]

use golem_exec::policies::{Format, Policy};
use golem_exec::{Language, OutcomeKind, Request, Sandbox};

/// How deep a function can call itself.
const DEPTH: &str = "
let depth = 0;
const again = () => { depth += 1; again(); };
let thrown;
try { again(); } catch (error) { thrown = error; }
console.log(thrown instanceof RangeError, depth);
";

/// Each level of these goes through functions of the interpreter's own.
const THROUGH_NATIVE_CODE: &str = "
import functools, json

@functools.cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

def flatten(value):
    return sum(map(flatten, value), 1) if isinstance(value, list) else value

def nested(levels):
    value = 0
    for _ in range(levels):
        value = [value]
    return value

print(fibonacci(480) > 0, flatten(nested(480)), len(json.dumps(json.loads('[' * 5_000 + ']' * 5_000))))
";

const ENDLESS: &str = "
class Endless:
    def __repr__(self):
        return repr(self)
try:
    repr(Endless())
except RecursionError:
    print('caught')
";

fn python(source: &str) -> Request {
    Request::new(Language::Python, "main.py", source)
}

fn javascript(source: &str) -> Request {
    Request::new(Language::JavaScript, "main.js", source)
}

/// What a program prints that ends well.
fn printed(sandbox: &Sandbox, request: Request) -> String {
    let outcome = sandbox.run(request).unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Ok, "{outcome:?}");
    String::from_utf8(outcome.stdout).unwrap()
}

/// The depth that [`DEPTH`] tells.
fn depth(sandbox: &Sandbox) -> u32 {
    let printed = printed(sandbox, javascript(DEPTH));
    let depth = printed.strip_prefix("true ").unwrap();
    depth.trim_end().parse().unwrap()
}

/// A sandbox under the preset `standard` with another `stack`.
fn with_stack(stack: &str) -> Sandbox {
    let text = format!(
        "version = 1\n\
         [[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
         [limits]\nstack = \"{stack}\"\n"
    );
    let policy = Policy::parse(&text, Some(Format::Toml)).unwrap();
    Sandbox::builder().policy(policy).build().unwrap()
}

#[test]
fn programs_recurse_as_deep_as_natively() {
    let sandbox = Sandbox::new().unwrap();
    let depth = depth(&sandbox);
    assert!(depth > 10_000, "{depth}");
    assert_eq!(
        printed(&sandbox, python(THROUGH_NATIVE_CODE)),
        "True 480 10000\n"
    );
}

#[test]
fn a_policy_may_give_less() {
    let all = depth(&with_stack("6MiB"));
    let third = depth(&with_stack("2MiB"));
    assert!(third * 5 / 2 < all && all < third * 4, "{third} of {all}");
}

/// A guest has a stack of its own: on what is left of this thread's the process would be killed.
#[test]
fn a_thread_with_a_small_stack_can_run_programs_that_need_a_large_one() {
    let sandbox = Sandbox::new().unwrap();
    sandbox.prepare(Language::JavaScript).unwrap();
    sandbox.prepare(Language::Python).unwrap();
    let small = std::thread::Builder::new().stack_size(256 << 10);
    let thread = small.spawn(move || {
        assert!(depth(&sandbox) > 10_000);
        assert_eq!(printed(&sandbox, python(ENDLESS)), "caught\n");
        let session = sandbox.session(Language::JavaScript).unwrap();
        session.upload("main.js", DEPTH).unwrap();
        let request = golem_exec::SessionRequest::new("main.js");
        let outcome = session.run(request).unwrap();
        assert!(outcome.stdout.starts_with(b"true 1"), "{outcome:?}");
    });
    thread.unwrap().join().unwrap();
}
