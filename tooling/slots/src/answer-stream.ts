import { refuse, ok, type Result } from "@quietroom/domain/result";
import { answerText, type WrongField } from "./answer-text.ts";

/** A wrong field, and in which line of the input; null when the input is one object over several lines. */
export type WrongInput = WrongField & { readonly line: number | null };

/**
 * Answers what is asked on these lines, an object a line or one object over all of them, and hands each answer to `keep`, in order.
 * Stops at the first question that is wrong. Blank lines ask nothing, but some line must ask.
 */
export async function answerStream(
  lines: AsyncIterable<string>,
  keep: (answer: string) => void,
): Promise<Result<null, WrongInput>> {
  let line = 0;
  let asked = 0;
  let single: string[] | null = null; // the lines of an object that began on one line and did not end there
  for await (const text of lines) {
    line += 1;
    if (single !== null) single.push(text);
    if (single !== null || text.trim() === "") continue;
    if (asked === 0 && !isWholeJson(text)) {
      single = [text];
      continue;
    }
    asked += 1;
    const answer = answerText(text);
    if (!answer.ok) return refuse({ ...answer.refusal, line });
    keep(answer.value);
  }
  if (single === null && asked > 0) return ok(null);
  const answer = answerText(single?.join("\n") ?? "");
  if (!answer.ok) return refuse({ ...answer.refusal, line: null });
  keep(answer.value);
  return ok(null);
}

function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
