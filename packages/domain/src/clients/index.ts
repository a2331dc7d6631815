export { newRecordNumber, readRecordNumber } from "./record-number.ts";
export { type ClientSearch, dateOrderOf, readClientSearch } from "./client-search.ts";
export { isSamePhone } from "./same-phone.ts";
export {
  type ClientFacts,
  type CorrectableFields,
  decideCorrection,
} from "./correction.ts";
