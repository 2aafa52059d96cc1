// node:worker_threads. Threads cannot be started here: they count as processes. Ports within the one
// thread work.
const { BroadcastChannel, MessageChannel, MessagePort, receiveMessageOnPort } = require("internal/messages");
const { refuseProcess } = require("internal/refusals");

class Worker {
  constructor(source) {
    refuseProcess("worker_threads.Worker", typeof source === "string" ? source : "");
    const error = new Error("The sandbox starts no threads");
    error.code = "ERR_WORKER_INIT_FAILED";
    throw error;
  }
}

const environment = new Map();

module.exports = {
  BroadcastChannel, MessageChannel, MessagePort, SHARE_ENV: Symbol.for("nodejs.worker_threads.SHARE_ENV"), Worker,
  getEnvironmentData: (key) => environment.get(key), isMainThread: true, markAsUntransferable() {},
  moveMessagePortToContext: (port) => port, parentPort: null, receiveMessageOnPort, resourceLimits: {},
  setEnvironmentData: (key, value) => { environment.set(key, value); }, threadId: 0, workerData: null,
};
