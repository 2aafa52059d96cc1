// Threads cannot be started here: they count as processes.
import native from "internal:native";

const { refuseProcess } = native.process;

export class Worker {
  constructor(source) {
    refuseProcess("worker_threads.Worker", typeof source === "string" ? source : "");
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
