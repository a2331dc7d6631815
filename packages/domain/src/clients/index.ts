export { newRecordNumber, readRecordNumber } from "./record-number.ts";
