"use client";

import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { dateTime, type StudioClock } from "../show/format-time.ts";
import { type PreviewedDate, problemWords } from "./repeat-form.ts";

/** One date of a repetition with what stands in its way, and what is to be done on it; the first is what repeats. */
export function DateChoice({
  one,
  clock,
  of,
  value,
  choose,
}: {
  readonly one: PreviewedDate;
  readonly clock: StudioClock;
  readonly of: "visit" | "session";
  readonly value: number | null;
  readonly choose: (startsAt: number | null) => void;
}) {
  const [act, verb] = of === "visit" ? ["Book", "booked"] : ["Add", "added"];
  const when = dateTime(one.startsAt, clock);
  const problems = [
    ...one.problems.map((problem) => problemWords[problem]),
    ...(one.movedByClocks ? ["the clocks skip its time that night"] : []),
  ];
  return (
    <>
      <p className="figures">
        <span className="text-muted">{one.number}.</span> {when}
        {one.number === 1 ? <span className="text-muted"> · this {of}</span> : null}
      </p>
      {problems.length === 0 ? null : (
        <p className={one.canBook ? "text-muted" : "text-danger"}>
          {one.canBook ? `Can be ${verb}, though` : `Cannot be ${verb}:`} {problems.join(", ")}
        </p>
      )}
      {one.number === 1 ? null : (
        <NativeSelect
          aria-label={`What to do on ${when}`}
          value={value === null ? "" : String(value)}
          onChange={(event) => choose(event.target.value === "" ? null : Number(event.target.value))}
        >
          {one.canBook ? <option value={String(one.startsAt)}>{`${act} it`}</option> : null}
          {one.proposal === null ? null : (
            <option value={String(one.proposal)}>{`${act} ${dateTime(one.proposal, clock)} instead`}</option>
          )}
          <option value="">Leave it out</option>
        </NativeSelect>
      )}
    </>
  );
}
