// node:os. There is no machine to tell of: what is asked gets the answer of a small Linux box that
// is the same for every program.
const { memoryLimit, memoryUsed, monotonicNanos } = binding("process");

const errno = {
  E2BIG: 7, EACCES: 13, EADDRINUSE: 98, EAGAIN: 11, EBADF: 9, EBUSY: 16, ECANCELED: 125, ECONNABORTED: 103,
  ECONNREFUSED: 111, ECONNRESET: 104, EDQUOT: 122, EEXIST: 17, EFAULT: 14, EFBIG: 27, EHOSTUNREACH: 113,
  EILSEQ: 84, EINTR: 4, EINVAL: 22, EIO: 5, EISDIR: 21, ELOOP: 40, EMFILE: 24, EMLINK: 31, ENAMETOOLONG: 36,
  ENETUNREACH: 101, ENFILE: 23, ENODEV: 19, ENOENT: 2, ENOMEM: 12, ENOSPC: 28, ENOSYS: 38, ENOTDIR: 20,
  ENOTEMPTY: 39, ENOTSUP: 95, EOVERFLOW: 75, EPERM: 1, EPIPE: 32, ERANGE: 34, EROFS: 30, ESPIPE: 29,
  ETIMEDOUT: 110, EXDEV: 18,
};

const signals = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGIOT: 6, SIGBUS: 7, SIGFPE: 8,
  SIGKILL: 9, SIGUSR1: 10, SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGCHLD: 17,
  SIGSTKFLT: 16, SIGCONT: 18, SIGSTOP: 19, SIGTSTP: 20, SIGTTIN: 21, SIGTTOU: 22, SIGURG: 23, SIGXCPU: 24,
  SIGXFSZ: 25, SIGVTALRM: 26, SIGPROF: 27, SIGWINCH: 28, SIGIO: 29, SIGPOLL: 29, SIGPWR: 30, SIGSYS: 31,
};

const priority = {
  PRIORITY_LOW: 19, PRIORITY_BELOW_NORMAL: 10, PRIORITY_NORMAL: 0, PRIORITY_ABOVE_NORMAL: -7,
  PRIORITY_HIGH: -14, PRIORITY_HIGHEST: -20,
};

const frozen = (object) => Object.freeze(Object.assign(Object.create(null), object));

const os = {
  EOL: "\n",
  devNull: "/dev/null",
  constants: Object.freeze(Object.assign(Object.create(null), {
    UV_UDP_REUSEADDR: 4, dlopen: frozen({ RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_GLOBAL: 256, RTLD_LOCAL: 0 }),
    errno: frozen(errno), signals: frozen(signals), priority: frozen(priority),
  })),
  arch: () => "wasm32",
  availableParallelism: () => 1,
  cpus: () => [{ model: "wasm32", speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }],
  endianness: () => "LE",
  freemem: () => Math.max(memoryLimit - memoryUsed(), 0),
  getPriority: () => 0,
  homedir: () => require("internal/process").process.env.HOME ?? "/workspace",
  hostname: () => "sandbox",
  loadavg: () => [0, 0, 0],
  machine: () => "wasm32",
  networkInterfaces: () => ({}),
  platform: () => "linux",
  release: () => "0.0.0",
  setPriority() {
    const error = new Error("A system error occurred: uv_os_setpriority returned EPERM (operation not permitted)");
    throw Object.assign(error, { code: "ERR_SYSTEM_ERROR", errno: -1, syscall: "uv_os_setpriority" });
  },
  tmpdir() {
    const { env } = require("internal/process").process;
    const folder = env.TMPDIR || env.TMP || env.TEMP || "/tmp";
    return folder.length > 1 && folder.endsWith("/") ? folder.slice(0, -1) : folder;
  },
  totalmem: () => memoryLimit,
  type: () => "Linux",
  uptime: () => monotonicNanos() / 1e9,
  userInfo: () => ({ uid: 0, gid: 0, username: "sandbox", homedir: os.homedir(), shell: null }),
  version: () => "golem:exec",
};
for (const name of ["arch", "availableParallelism", "endianness", "freemem", "homedir", "hostname", "machine", "platform",
  "release", "tmpdir", "totalmem", "type", "uptime", "version"]) {
  Object.defineProperty(os[name], Symbol.toPrimitive, { value: () => os[name](), configurable: true });
}

module.exports = os;
