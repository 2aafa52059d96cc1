// node:v8, as far as another engine can answer for it.
const { memoryLimit, memoryUsed } = binding("process");

module.exports = {
  cachedDataVersionTag: () => 0,
  getHeapStatistics() {
    const used = memoryUsed();
    return {
      total_heap_size: used, total_heap_size_executable: 0, total_physical_size: used,
      total_available_size: Math.max(memoryLimit - used, 0), used_heap_size: used, heap_size_limit: memoryLimit,
      malloced_memory: used, peak_malloced_memory: used, does_zap_garbage: 0, number_of_native_contexts: 1,
      number_of_detached_contexts: 0, total_global_handles_size: 0, used_global_handles_size: 0, external_memory: 0,
    };
  },
  getHeapSpaceStatistics: () => [],
  setFlagsFromString() {},
};
