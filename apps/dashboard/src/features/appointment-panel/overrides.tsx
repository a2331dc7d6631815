import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import Link from "next/link";
import { instant, localDate } from "@quietroom/domain/time";
import { dateTime, type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { ruleWords } from "../../show/rule-words.ts";

type Override = StaffOutput["appointment"]["panel"]["overrides"][number];

/** What the visit was booked past, and what others were booked past over its time: with which visit, by whom and why. */
export function Overrides({
  overrides,
  clock,
}: {
  readonly overrides: readonly Override[];
  readonly clock: StudioClock;
}) {
  return overrides.map((one) => (
    <Notice
      key={`${one.madeAt}${one.isOwn}`}
      tone="caution"
      title={one.with.length > 0 ? "Double booked" : "Booked over a rule"}
    >
      <div className="grid gap-1">
        {one.with.map(({ appointmentId, startsAt, endsAt, serviceName }) => (
          <p key={appointmentId} className="figures break-words">
            With{" "}
            <Link
              className="underline underline-offset-2"
              href={`/calendar?view=day&date=${localDate(instant(startsAt), clock.timeZone)}&open=${appointmentId}`}
            >
              {timeOfDay(startsAt, clock)} – {timeOfDay(endsAt, clock)}, {serviceName}
            </Link>
          </p>
        ))}
        {one.with.length > 0 ? null : one.rules.map((rule) => <p key={rule}>{ruleWords[rule]}</p>)}
        <p className="figures break-words">
          {one.importName === null
            ? `By ${one.by ?? "somebody who has left"}, ${dateTime(one.madeAt, clock)}`
            : `Came with the import “${one.importName}”`}
          {one.reason === null ? null : `, because: “${one.reason}”`}
        </p>
      </div>
    </Notice>
  ));
}
