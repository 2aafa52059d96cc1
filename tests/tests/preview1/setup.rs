//! What a guest is run with.

use std::rc::Rc;
use std::sync::Arc;

use conformance::preview1::{Ended, Host, NativePlatform, Program, SteppedPlatform};
use policies::{Format, Policy};
use sandbox_core::invocation::Invocation;
use sandbox_core::platform::Platform;
use vfs_layer::{LowerLayer, MountSpec, Namespace, Quota, Rights, Timestamp};

use crate::guests;

/// What a guest is run with; by default with `/workspace` and `/tmp`, on a machine whose time stands
/// still but for sleeps.
pub(crate) struct Setup {
    /// Further lines of the policy.
    pub(crate) policy: String,
    pub(crate) quota: Quota,
    /// Mounts beside the two.
    pub(crate) mounts: Vec<(&'static str, MountSpec)>,
    pub(crate) arguments: Vec<&'static str>,
    pub(crate) environment: Vec<(&'static str, &'static str)>,
    pub(crate) stdin: &'static [u8],
    pub(crate) platform: Option<Rc<SteppedPlatform>>,
    /// On this machine, whose time goes on.
    pub(crate) native: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            policy: String::new(),
            quota: Quota::default(),
            mounts: Vec::new(),
            arguments: Vec::new(),
            environment: Vec::new(),
            stdin: b"",
            platform: None,
            native: false,
        }
    }
}

const POLICY: &str = r#"
version = 1

[[grants]]
path = "/workspace"
layer = "scratch"
rights = ["all"]

[environment]
allow = ["*"]
"#;

impl Setup {
    /// Runs a guest to its end.
    pub(crate) fn run(self, guest: &str) -> Ended {
        let module = guests::module(guest);
        let program = self.program();
        let host = Host::new().unwrap();
        let ended = host.run(&module, program);
        let ended = ended.unwrap_or_else(|error| panic!("{guest} cannot be run: {error:#}"));
        assert_eq!(
            ended.namespace.usage(),
            ended.namespace.recount(),
            "{guest}"
        );
        ended
    }

    /// Runs a guest, which must exit with 0 and print nothing.
    pub(crate) fn passes(self, guest: &str) {
        assert_eq!(self.prints(guest), "", "{guest}");
    }

    /// Runs a guest, which must exit with 0; what it prints.
    pub(crate) fn prints(self, guest: &str) -> String {
        let ended = self.run(guest);
        let Some(stage) = ended.stage() else {
            panic!("{guest} was stopped: {:?}", ended.report.limit);
        };
        let stderr = String::from_utf8_lossy(&stage.stderr);
        assert_eq!((ended.trap.as_deref(), &*stderr), (None, ""), "{guest}");
        assert_eq!(stage.exit_code, Some(0), "{guest}");
        String::from_utf8(stage.stdout.clone()).unwrap()
    }

    fn program(self) -> Program {
        let platform: Rc<dyn Platform> = if self.native {
            Rc::new(NativePlatform::default())
        } else {
            self.platform.unwrap_or_default()
        };
        let mut builder = Namespace::builder(self.quota)
            .now(Timestamp::from_nanos(platform.wall_nanos()))
            .mount("/workspace", MountSpec::scratch())
            .mount("/tmp", MountSpec::scratch());
        for (path, mount) in self.mounts {
            builder = builder.mount(path, mount);
        }
        let owned = |text: &str| text.to_owned();
        let policy = format!("{POLICY}\n{}", self.policy);
        Program {
            policy: Policy::parse(&policy, Some(Format::Toml)).unwrap(),
            namespace: builder.build().unwrap(),
            preopens: Vec::new(),
            invocation: Invocation {
                args: self.arguments.into_iter().map(owned).collect(),
                env: self
                    .environment
                    .into_iter()
                    .map(|(name, value)| (owned(name), owned(value)))
                    .collect(),
                stdin: self.stdin.to_vec(),
            },
            platform,
        }
    }
}

/// A read-only mount, and one that can only be added to.
pub(crate) fn library_and_log() -> Vec<(&'static str, MountSpec)> {
    let library = LowerLayer::builder()
        .file("sub/module.py", b"x = 1\n".as_slice())
        .and_then(|builder| builder.symlink("link", "sub/module.py"))
        .unwrap()
        .build();
    let adding = Rights::READ_ONLY | Rights::CREATE | Rights::APPEND;
    vec![
        ("/library", MountSpec::read_only(Arc::new(library))),
        ("/log", MountSpec::scratch().rights(adding)),
    ]
}
