// Threads cannot be started here: they count as processes.
import native from "internal:native";

export class Worker {
  constructor(source) {
    native.process.refuseProcess("worker_threads.Worker", String(source));
    const error = new Error("The sandbox starts no threads");
    error.code = "ERR_WORKER_INIT_FAILED";
    throw error;
  }
}

export const isMainThread = true;
export const parentPort = null;
export const threadId = 0;
export const workerData = null;

export default { Worker, isMainThread, parentPort, threadId, workerData };
