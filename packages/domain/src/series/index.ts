export { chosenTimes, type ChosenTime } from "./chosen-times.ts";
export { goesAlong, isException, ruleFrom, type Split, splitSeries } from "./change.ts";
export { dateRepeats, type DateRepeat, repeatedDates } from "./repeated-dates.ts";
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
