export { chosenTimes } from "./chosen-times.ts";
export { goesAlong, isException, type Split, splitSeries } from "./change.ts";
export {
  mostOccurrences,
  type Occurrence,
  occurrenceAt,
  occurrencesOf,
  type RuleRefusal,
  ruleRefusal,
  type Series,
  type SeriesRule,
} from "./rule.ts";
