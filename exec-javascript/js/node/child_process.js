// Processes cannot be started here: each call raises, and the policy decides what the run is worth
// after that.
import native from "internal:native";

const { refuseProcess } = native.process;

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

export const exec = refusing("exec");
export const execFile = refusing("execFile");
export const execFileSync = refusing("execFileSync");
export const execSync = refusing("execSync");
export const fork = refusing("fork");
export const spawn = refusing("spawn");
export const spawnSync = refusing("spawnSync");

export default { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
