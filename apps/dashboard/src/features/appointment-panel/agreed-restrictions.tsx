import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import { calendarDay, type StudioClock } from "../../show/format-time.ts";

type Restrictions = NonNullable<StaffOutput["appointment"]["panel"]["client"]>["restrictions"];

/** What the studio agreed to use or show less of: whoever opens the visit is bound by it, and reads it before anything else (COMP-04). */
export function AgreedRestrictions({
  restrictions,
  clock,
}: {
  readonly restrictions: Restrictions;
  readonly clock: StudioClock;
}) {
  if (restrictions.length === 0) return null;
  return (
    <Notice tone="caution" title="A restriction was agreed with this client">
      <ul className="grid gap-2">
        {restrictions.map(({ agreedAt, endedAt, words }) => (
          <li key={agreedAt} className="grid gap-0.5 break-words">
            <span className="figures">
              Since {calendarDay(agreedAt, clock)}
              {endedAt === null
                ? null
                : `; ended for what is written from ${calendarDay(endedAt, clock)} on, not for what was there before`}
              .
            </span>
            {words === null ? (
              <span>Ask an admin what it says before you pass anything on.</span>
            ) : (
              <>
                <span className="whitespace-pre-line">They asked: “{words.wish}”</span>
                <span className="whitespace-pre-line">The studio answered: “{words.answer}”</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
