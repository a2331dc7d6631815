import { answerText } from "../src/answer-text.ts";

/** A practitioner of a question as it is written: New York, 09:00 to 12:00 on every day, changed where the case is about it. */
export function practitioner(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: "p1",
    timeZone: "America/New_York",
    weekly: [{ days: [0, 1, 2, 3, 4, 5, 6], start: "09:00", end: "12:00" }],
    overrides: [],
    busy: [],
    ...changes,
  };
}

/** A question as it is written, about 2027-03-16 in New York: an hour, every half hour, without buffers or notice. */
export function question(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: "q1",
    now: "2020-01-01T00:00:00Z",
    window: { from: "2027-03-16T04:00:00Z", to: "2027-03-17T04:00:00Z" },
    viewerTimeZone: "America/New_York",
    mode: "single",
    service: service(),
    practitioners: [practitioner()],
    ...changes,
  };
}

export function service(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { durationMin: 60, stepMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, minNoticeMin: 0, ...changes };
}

export type Answer = {
  readonly id: string;
  readonly slots: readonly string[];
  readonly open: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly free: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly practitioners: Readonly<Record<string, readonly string[]>>;
};

/** The answer to a question that is right. */
export function ask(changes: Readonly<Record<string, unknown>> = {}): Answer {
  const answer = answerText(JSON.stringify(question(changes)));
  if (!answer.ok) throw new Error(`${answer.refusal.path}: ${answer.refusal.message}`);
  return asAnswer(JSON.parse(answer.value));
}

/** The first wrong field of a question that is not. */
export function wrongField(changes: Readonly<Record<string, unknown>>): string {
  const answer = answerText(JSON.stringify(question(changes)));
  return answer.ok ? "nothing is wrong" : answer.refusal.path;
}

/** Vouches that parsed JSON is an answer; a test that reads a field which is not there fails by itself. */
export function asAnswer(json: unknown): Answer {
  return json as Answer;
}
