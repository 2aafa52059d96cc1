// node:cluster: one process, and no way to another.
const EventEmitter = require("node:events");
const { refuseProcess } = require("internal/refusals");

module.exports = Object.assign(new EventEmitter(), {
  isMaster: true, isPrimary: true, isWorker: false, settings: {}, workers: {}, SCHED_NONE: 1, SCHED_RR: 2,
  setupMaster() {}, setupPrimary() {},
  fork() {
    refuseProcess("cluster.fork", "");
    throw Object.assign(new Error("fork EPERM: the sandbox starts no processes"), { code: "EPERM", errno: -1, syscall: "fork" });
  },
});
