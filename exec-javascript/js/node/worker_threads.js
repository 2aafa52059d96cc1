// Threads cannot be started here: they count as processes.

const { refuseProcess } = binding("process");

class Worker {
  constructor(source) {
    refuseProcess("worker_threads.Worker", typeof source === "string" ? source : "");
    const error = new Error("The sandbox starts no threads");
    error.code = "ERR_WORKER_INIT_FAILED";
    throw error;
  }
}

const isMainThread = true;
const parentPort = null;
const threadId = 0;
const workerData = null;

module.exports = { Worker, isMainThread, parentPort, threadId, workerData };
