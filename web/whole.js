// The program undivided: what a way into a part waits for is here already.
import { initSync } from "./sanyou.js";

// Like a part that comes, it is said later and not within the call.
export const come = (call, data) =>
  queueMicrotask(() => initSync().__indirect_function_table.get(call)(data, true));
