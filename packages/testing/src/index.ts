export { testDatabase, type TestDatabase } from "./database.ts";
export { inspect, type Row, rowCounts } from "./inspect.ts";
export {
  createStudio,
  type LogLine,
  succeeded,
  testRuntime,
  type TestRuntime,
  type TestStudio,
  type Who,
} from "./studio.ts";
