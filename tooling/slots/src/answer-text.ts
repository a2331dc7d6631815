import { ok, refuse, type Result } from "@quietroom/domain/result";
import { findSlots, freeIntervals, openIntervals } from "@quietroom/domain/scheduling";
import type { Interval } from "@quietroom/domain/time";
import { quoteInstant } from "./instant-text.ts";
import { type Question, questionSchema } from "./question.ts";

/** The first field of a question that is wrong, "practitioners.0.timeZone"; an empty path when the question as a whole is. */
export type WrongField = { readonly path: string; readonly message: string };

/** The answer to one question: JSON in, JSON on one line out. */
export function answerText(questionText: string): Result<string, WrongField> {
  const question = questionSchema.safeParse(jsonOf(questionText));
  if (question.success) return ok(printAnswer(question.data));
  const [issue] = question.error.issues;
  return refuse({ path: issue?.path.join(".") ?? "", message: issue?.message ?? "" });
}

/** What the text says in JSON; undefined, which is no question, where it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Written by hand: an answer has thousands of instants, which need no escaping, and ids, which are escaped once each.
function printAnswer(question: Question): string {
  const quoted = new Map(question.practitioners.map(({ id }) => [id, JSON.stringify(id)]));
  const following = new Map(question.practitioners.map(({ id }) => [id, `,${JSON.stringify(id)}`]));
  let slots = "";
  let whoIsFree = "";
  let latest: readonly string[] = []; // one practitioner's times, and those of all together, share one list
  let ids = ":[]";
  for (const { start, practitionerIds } of findSlots(question)) {
    if (practitionerIds !== latest) {
      ids = ":[";
      for (const id of practitionerIds) ids += (ids === ":[" ? quoted : following).get(id);
      ids += "]";
      latest = practitionerIds;
    }
    const at = (slots === "" ? "" : ",") + quoteInstant(start);
    slots += at;
    whoIsFree += at + ids;
  }
  let open = "";
  let free = "";
  for (const practitioner of question.practitioners) {
    const key = `${open === "" ? "" : ","}${quoted.get(practitioner.id)}:`;
    const ofPractitioner = openIntervals({ ...practitioner, window: question.window });
    open += key + printIntervals(ofPractitioner);
    free += key + printIntervals(freeIntervals(ofPractitioner, practitioner.busy));
  }
  return (
    `{"id":${JSON.stringify(question.id)},"slots":[${slots}],` +
    `"open":{${open}},"free":{${free}},"practitioners":{${whoIsFree}}}`
  );
}

function printIntervals(intervals: readonly Interval[]): string {
  let text = "";
  for (const { start, end } of intervals)
    text += `${text === "" ? "[" : ",["}${quoteInstant(start)},${quoteInstant(end)}]`;
  return `[${text}]`;
}
