import { process } from "internal:process";

export default process;
export const {
  abort, arch, argv, argv0, chdir, cwd, env, execArgv, execPath, exit, hrtime, memoryUsage, nextTick,
  pid, platform, ppid, release, stderr, stdin, stdout, title, uptime, version, versions,
} = process;
