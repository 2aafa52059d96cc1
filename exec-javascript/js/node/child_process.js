// Processes cannot be started here: each call raises, and the policy decides what the run is worth
// after that.

const { refuseProcess } = binding("process");

function refusing(call) {
  const name = `child_process.${call}`;
  return Object.defineProperty(function refused(command) {
    // First of all: nothing of the program's can run before it is recorded.
    const shown = typeof command === "string" ? command : "";
    refuseProcess(name, shown);
    const error = new Error(`${call} EPERM: the sandbox starts no processes (${shown})`);
    Object.assign(error, { errno: -1, code: "EPERM", syscall: `${call} ${shown}`, path: shown });
    throw error;
  }, "name", { value: call });
}

const exec = refusing("exec");
const execFile = refusing("execFile");
const execFileSync = refusing("execFileSync");
const execSync = refusing("execSync");
const fork = refusing("fork");
const spawn = refusing("spawn");
const spawnSync = refusing("spawnSync");

module.exports = { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
