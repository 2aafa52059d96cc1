//! `golem-exec run`.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use golem_exec::policies::{Bound, ByteCount, Policy, TimeSpan};
use golem_exec::{
    HostError, Language, LimitName, Limits, Outcome, Request, Sandbox, Stream, UnknownLanguage,
};

use super::exit::Exit;
use super::failure::Failure;
use super::files::{self, Files};
use super::inputs::{self, Variable};
use super::{compiling, json, message};

/// Names the component that runs JavaScript, in place of the one inside this program.
const JAVASCRIPT_VARIABLE: &str = "EXEC_JS_QUICKJS_PATH";

/// Names the component that runs Python.
const PYTHON_VARIABLE: &str = "EXEC_PYTHON_WASI_PATH";

/// Run a program in the sandbox.
///
/// The program's output passes through as it comes, and its exit code is ours. Its standard input
/// is empty unless --stdin gives it one.
#[derive(Debug, Args)]
#[command(after_long_help = after_help(), group = clap::ArgGroup::new("program").required(true))]
pub(crate) struct RunArgs {
    /// The program, a file. Its extension says its language: .js .mjs .cjs .ts .mts .cts, or .py.
    #[arg(value_name = "FILE", group = "program")]
    file: Option<PathBuf>,

    /// The program, as text; --lang says its language.
    #[arg(
        short = 'c',
        value_name = "CODE",
        group = "program",
        allow_hyphen_values = true
    )]
    code: Option<String>,

    /// The program, as text (JavaScript unless --lang says otherwise); print the value of its last
    /// expression, as node -p and Python's prompt do. With --json the value is in the outcome too.
    #[arg(
        short = 'p',
        long = "eval-print",
        value_name = "CODE",
        group = "program",
        allow_hyphen_values = true
    )]
    eval_print: Option<String>,

    /// The program's language: js or python. Wins over the extension.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,

    /// What the program may do: a policy file, or strict, standard or trusted.
    /// [default: EXEC_POLICY, else standard]
    #[arg(long, value_name = "FILE|PRESET")]
    policy: Option<OsString>,

    /// Put a file, or a folder with all files in it, beside the program. Can be repeated.
    /// Without :GUEST it keeps its own name; a folder with :. is put there without its name.
    #[arg(long = "file", value_name = "HOST[:GUEST]")]
    files: Vec<OsString>,

    /// Give a Python program a pure-Python wheel to import, which it cannot change. Can be repeated.
    #[arg(long = "wheel", value_name = "WHEEL")]
    wheels: Vec<PathBuf>,

    /// Set a variable of the program's environment, as far as the policy lets it see it. Can be
    /// repeated.
    #[arg(long, value_name = "K=V")]
    env: Vec<Variable>,

    /// Give the program this file as its standard input, or our own for -.
    #[arg(long, value_name = "FILE|-")]
    stdin: Option<PathBuf>,

    /// Limit the wall-clock time, such as 500ms or 2s. Can only tighten the policy.
    #[arg(long, value_name = "TIME")]
    time: Option<TimeSpan>,

    /// Limit the memory, such as 64MiB. Can only tighten the policy.
    #[arg(long, value_name = "SIZE")]
    memory: Option<ByteCount>,

    /// Limit the size of each file, the program's own text among them, such as 1MiB. Can only
    /// tighten the policy.
    #[arg(long, value_name = "SIZE")]
    file_size: Option<ByteCount>,

    /// Print the outcome as one JSON object, and nothing else.
    #[arg(long)]
    json: bool,

    /// Print each event as one JSON object on a line of its own, while the program runs: output as
    /// it comes, and at the end the outcome.
    #[arg(long, conflicts_with = "json")]
    json_lines: bool,

    /// The program's arguments.
    #[arg(last = true, value_name = "ARGS")]
    args: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  golem-exec run hello.js
  golem-exec run --lang js -c 'console.log([3, 1, 2].sort())'
  golem-exec run -p 'os.platform()'
  golem-exec run report.py --file data.csv -- --verbose
  golem-exec run table.py --wheel tabulate-0.9.0-py3-none-any.whl
  golem-exec run main.mjs --file lib --file big.json:data/in.json
  echo '[1, 2]' | golem-exec run sum.py --stdin -
  golem-exec run agent.py --policy strict --time 500ms --memory 32MiB --json
  golem-exec run build.js --json-lines | jq -r .text

Environment:
  EXEC_POLICY            the policy, when --policy is absent: a preset's name or a document
  EXEC_TIMEOUT_MS        time limit in milliseconds
  EXEC_MEMORY_LIMIT_MB   memory limit in MiB
  EXEC_JS_QUICKJS_PATH   another component for JavaScript
  EXEC_PYTHON_WASI_PATH  another component for Python
  GOLEM_EXEC_CACHE       where compiled code is kept [default: ~/.cache/golem-exec]
None of them is visible to the program.
";

fn after_help() -> String {
    format!("{EXAMPLES}\n{}", super::exit::table())
}

pub(super) fn language(name: &str) -> Result<Language, UnknownLanguage> {
    name.parse()
}

/// Runs the program and passes on how it ended.
pub(crate) fn run(args: RunArgs) -> Result<Exit, Failure> {
    let policy = inputs::run_policy(args.policy.as_ref())?;
    let (language, request) = request(&args)?;
    let for_people = !args.json && !args.json_lines;
    if for_people {
        tell_clamped(&args, &policy);
    }
    let sandbox = sandbox(policy.clone())?;
    if let Some(error) = sandbox.cache_error().filter(|_| for_people) {
        message::note(&format!(
            "compiled code is not kept, so every run compiles: {error}"
        ));
    }
    let prepared = compiling::prepare(&sandbox, language);
    let outcome = if args.json {
        let outcome = match prepared.and_then(|()| sandbox.run(request)) {
            Ok(outcome) => outcome,
            Err(error @ HostError::MissingLayer { .. }) => return Err(error.into()),
            Err(error) => Outcome::internal(error.to_string()),
        };
        json::print(&outcome)?;
        outcome
    } else if args.json_lines {
        let outcome = match prepared.and_then(|()| sandbox.run_to(request, json::print_output)) {
            Ok(outcome) => outcome,
            Err(error @ (HostError::Sink(_) | HostError::MissingLayer { .. })) => {
                return Err(error.into());
            }
            Err(error) => Outcome::internal(error.to_string()),
        };
        json::print_ended(&outcome)?;
        outcome
    } else {
        prepared?;
        let outcome = sandbox.run_to(request, pass_through)?;
        message::about(&outcome, |limit| args.tightest(limit, &policy));
        outcome
    };
    Ok(Exit::of(&outcome.kind, outcome.exit_code))
}

pub(super) fn sandbox(policy: Policy) -> Result<Sandbox, HostError> {
    let mut builder = Sandbox::builder().policy(policy);
    let overrides = [
        (Language::JavaScript, JAVASCRIPT_VARIABLE),
        (Language::Python, PYTHON_VARIABLE),
    ];
    for (language, variable) in overrides {
        if let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) {
            builder = builder.component(language, path);
        }
    }
    builder.build()
}

/// Writes a program's output where it belongs, at once.
pub(super) fn pass_through(stream: Stream, bytes: &[u8]) -> io::Result<()> {
    match stream {
        Stream::Stdout => {
            let mut stdout = io::stdout().lock();
            stdout.write_all(bytes)?;
            stdout.flush()
        }
        Stream::Stderr => io::stderr().lock().write_all(bytes),
    }
}

fn request(args: &RunArgs) -> Result<(Language, Request), Failure> {
    let mut files = Files::default();
    let language = match (&args.file, &args.code) {
        (Some(path), _) => {
            let language = args.lang.or_else(|| Language::of_file(path));
            let language = language.ok_or_else(|| no_language(path))?;
            files.add(
                files::base_name(path)?,
                &files::shown(path),
                files::read(path)?,
            )?;
            language
        }
        (None, None) => {
            let language = args.lang.unwrap_or(Language::JavaScript);
            let code = args.eval_print.as_deref().unwrap_or_default();
            files.add(language.default_file_name().into(), "-p", code.into())?;
            language
        }
        (None, code) => {
            let language = args.lang.ok_or_else(|| {
                Failure::Usage("-c needs a language; add --lang js or --lang python".into())
            })?;
            let code = code.as_deref().unwrap_or_default();
            files.add(language.default_file_name().into(), "-c", code.into())?;
            language
        }
    };
    for option in &args.files {
        files.add_option(option)?;
    }
    let mut files = files.into_vec().into_iter();
    let mut request = match files.next() {
        Some(program) => Request::new(language, program.name, program.content),
        None => return Err(Failure::Usage("no program".into())),
    };
    for file in files {
        request = request.file(file.name, file.content);
    }
    if args.eval_print.is_some() {
        request = request.eval_print();
    }
    for wheel in inputs::wheels(&args.wheels, language)? {
        request = request.wheel(&wheel);
    }
    for variable in &args.env {
        request = request.env(&variable.name, &variable.value);
    }
    if let Some(source) = &args.stdin {
        request = request.stdin(inputs::stdin(source)?);
    }
    let limits = Limits {
        time: args.time.map(TimeSpan::as_duration),
        memory: args.memory.map(ByteCount::get),
        file_size: args.file_size.map(ByteCount::get),
    };
    Ok((language, request.args(&args.args).limits(limits)))
}

fn no_language(path: &Path) -> Failure {
    let shown = files::shown(path);
    let reason = if path.is_dir() {
        "a folder; name a program in it, and the folder with --file"
    } else if path.as_os_str() == "-" {
        "the program is a file, or text with -c; --stdin - gives it our standard input"
    } else {
        "the extension names no language; add --lang js or --lang python"
    };
    Failure::Usage(format!("{shown}: {reason}"))
}

impl RunArgs {
    /// What sets a limit, where that is not a policy that is a file: an option of ours, or a variable.
    fn tightest(&self, limit: LimitName, policy: &Policy) -> Option<String> {
        let limits = policy.limits();
        let is_option = match limit {
            LimitName::Time => tighter(self.time, limits.time),
            LimitName::Memory => tighter(self.memory, limits.memory),
            LimitName::FileSize => tighter(self.file_size, limits.file_size),
            _ => false,
        };
        match is_option {
            true => Some(format!("--{}", limit.name())),
            false => inputs::variable_behind(limit, policy, self.policy.is_some()),
        }
    }
}

fn tighter<T: Copy + Ord>(asked: Option<T>, bound: Bound<T>) -> bool {
    asked.is_some_and(|asked| Bound::Finite(asked) < bound)
}

/// Says which options ask for more than the policy gives.
fn tell_clamped(args: &RunArgs, policy: &Policy) {
    let limits = policy.limits();
    let clamped = [
        clamped("--time", args.time, limits.time),
        clamped("--memory", args.memory, limits.memory),
        clamped("--file-size", args.file_size, limits.file_size),
    ];
    for text in clamped.into_iter().flatten() {
        message::note(&text);
    }
}

fn clamped<T: Copy + Ord + std::fmt::Display>(
    option: &str,
    asked: Option<T>,
    bound: Bound<T>,
) -> Option<String> {
    let asked = asked.filter(|&asked| !bound.allows(asked))?;
    Some(format!(
        "{option} {asked} is more than the policy allows; {bound} applies"
    ))
}
