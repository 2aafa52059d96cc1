// Processes cannot be started here: each call raises, and the policy decides what the run is worth
// after that.
import native from "internal:native";

function refusing(call) {
  return Object.defineProperty(function refused(command) {
    const shown = String(command);
    native.process.refuseProcess(`child_process.${call}`, shown);
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
