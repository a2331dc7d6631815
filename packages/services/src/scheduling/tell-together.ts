import type { VerbWork } from "../define-verb.ts";

const newsOf = {
  "appointment/booked": "confirmation",
  "appointment/rescheduled": "rescheduled",
  "appointment/cancelled": "cancelled",
} as const;
type Told = keyof typeof newsOf;
type News = (typeof newsOf)[Told];
type Change = {
  readonly name: Told;
  readonly visit: { readonly appointmentId: string; readonly version: number };
  readonly acted: { readonly by?: "studio" };
};

/**
 * Runs some work that books, moves or cancels many visits of one client, who is then told of each of these in one message instead of one for
 * each (SCHED-15). A single visit is told of as ever. What is announced is announced when the work is done.
 */
export async function tellTogether<Input, Output>(
  work: VerbWork<Input>,
  run: (work: VerbWork<Input>) => Promise<Output>,
): Promise<Output> {
  const changes: Change[] = [];
  const answer = await run({
    ...work,
    emit: (name, data) => {
      const change = changeOf(name, data);
      if (change === null) work.emit(name, data);
      else changes.push(change);
    },
  });
  for (const name of ["appointment/booked", "appointment/rescheduled", "appointment/cancelled"] as const) {
    const ofKind = changes.filter((change) => change.name === name);
    const visits = ofKind.map(({ visit }) => visit);
    const together = visits.length > 1 ? { told: "with_others" as const } : {};
    for (const { visit, acted } of ofKind) work.emit(name, { ...visit, ...acted, ...together });
    if (visits.length > 1) work.emit("series/changed", { news: newsOf[name] satisfies News, visits });
  }
  return answer;
}

function changeOf(name: string, data: object): Change | null {
  if (!isTold(name) || !("appointmentId" in data) || !("version" in data)) return null;
  return {
    name,
    visit: { appointmentId: String(data.appointmentId), version: Number(data.version) },
    acted: "by" in data && data.by === "studio" ? { by: "studio" } : {},
  };
}

function isTold(name: string): name is Told {
  return name in newsOf;
}
