import { asId, isUuid, type PractitionerId } from "@quietroom/domain/ids";
import { instant, isLocalDate, localDate } from "@quietroom/domain/time";
import type { Metadata } from "next";
import { z } from "zod";
import { AffectedVisits } from "../../../../features/affected-visits/affected-visits.tsx";
import { ChooseDates } from "../../../../features/affected-visits/choose-dates.tsx";
import { UnsettledSeries } from "../../../../features/affected-visits/unsettled-series.tsx";
import { staffCaller } from "../../../../server/api.ts";

export const metadata: Metadata = { title: "Affected visits" };

const time = "([01]\\d|2[0-3]):[0-5]\\d";

/** Anything that is no such thing falls back to asking. */
const view = z.object({
  practitioner: z.string().refine(isUuid).optional().catch(undefined),
  from: z.string().refine(isLocalDate).optional().catch(undefined),
  until: z.string().refine(isLocalDate).optional().catch(undefined),
  part: z
    .string()
    .regex(new RegExp(`^${time}-(${time}|24:00)$`))
    .optional()
    .catch(undefined),
});

export default async function AffectedVisitsPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { practitioner, from, until, part } = view.parse(await searchParams);
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const today = localDate(instant(now), studio.timeZone);
  const people = await caller.practitioner.list({});
  const [start, end] = part?.split("-") ?? [];
  const asked =
    practitioner === undefined || !people.some(({ id }) => id === practitioner)
      ? null
      : {
          practitionerId: asId<PractitionerId>(practitioner),
          firstDate: from ?? today,
          lastDate: until ?? null,
          part: start === undefined || end === undefined ? null : ([start, end] satisfies [string, string]),
        };
  return (
    <>
      <ChooseDates
        key={JSON.stringify(asked)}
        people={people}
        practitionerId={practitioner ?? null}
        from={from ?? today}
        until={until ?? null}
      />
      {asked === null ? null : (
        <AffectedVisits
          key={`list ${JSON.stringify(asked)}`}
          initial={await caller.practitioner.affected(asked)}
          asked={asked}
          people={people}
          locale={studio.locale}
        />
      )}
      {studio.suspended ? null : (
        <UnsettledSeries
          initial={
            await caller.practitioner.unsettledSeries({
              practitionerId: asked?.practitionerId ?? null,
            })
          }
          practitionerId={asked?.practitionerId ?? null}
          locale={studio.locale}
        />
      )}
    </>
  );
}
