import type { PublicOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { addDays, instant, isLocalDate, localDate } from "@quietroom/domain/time";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import Link from "next/link";
import { z } from "zod";
import { monthOf } from "../features/pick-slot/month.ts";
import { SlotPicker } from "../features/pick-slot/slot-picker.tsx";
import { SlotRefusal } from "../features/pick-slot/slot-refusal.tsx";
import { publicCaller } from "../server/api.ts";
import { viewerZone } from "../server/viewer.ts";
import { clocksOf } from "../show/clocks-of.ts";
import { longDate, timeOfDay } from "../show/format-time.ts";
import { type Studio, telephone } from "../studio/studio-frame.tsx";

const viewSchema = z.object({
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  date: z.string().refine(isLocalDate).optional().catch(undefined),
  refused: z.string().max(40).optional().catch(undefined),
  instead: z
    .string()
    .max(60)
    .regex(/^\d+(,\d+)*$/)
    .optional()
    .catch(undefined),
});

type Visit = Extract<PublicOutput["visit"]["view"], { ok: true }>["value"];

/** The free times that a visit can be moved to; by its link or signed in, the same. */
export async function RescheduleVisit({
  studio,
  visit,
  here,
  moving,
  search,
  move: moveFrom,
}: {
  readonly studio: Studio;
  readonly visit: Visit;
  /** The visit's own page. */
  readonly here: string;
  /** What names the visit where free times are asked for, so that its own time counts as free. */
  readonly moving: string;
  readonly search: Record<string, string | readonly string[]>;
  /** Moves the visit; `from` is this page as it is shown, to come back to with a refusal. */
  readonly move: (from: string, form: FormData) => Promise<void>;
}) {
  const service = studio.services.find((candidate) => candidate.id === visit.serviceId);
  if (!visit.canReschedule || service === undefined) return <NotMovable studio={studio} here={here} />;
  const view = viewSchema.parse(search);
  const zone = await viewerZone();
  const clock = clocksOf(visit.mode, visit.timeZone, zone).first;
  const today = localDate(instant(visit.now), clock);
  const month = monthOf(`${view.month ?? view.date?.slice(0, 7) ?? today.slice(0, 7)}-01`);
  const choice = {
    practitionerId: visit.practitionerId,
    mode: visit.mode,
    locationId: visit.locationId,
    durationMin: null,
  };
  const from = addDays(month.first, -1);
  const days = month.days.length + 2;
  const caller = await publicCaller();
  const initial = await caller.slots.list({
    studio: studio.slug,
    choice: {
      serviceId: asId(visit.serviceId),
      practitionerId: asId(visit.practitionerId),
      mode: visit.mode,
      locationId: asId(visit.locationId),
    },
    from,
    days,
    moving,
  });
  const page = `${here}/reschedule?keep=1`;
  const move = moveFrom.bind(null, `${page}&month=${month.key}`);
  return (
    <div className="grid gap-8">
      <PageHeader
        linkAs={Link}
        back={{ href: here, label: "Your visit" }}
        title="Move to another time"
        description={`Now: ${longDate(visit.startsAt, visit.timeZone, studio.locale)}, ${timeOfDay(visit.startsAt, visit.timeZone, studio.locale)}, with ${visit.practitionerName}. It stays yours until you choose a new time.`}
      />
      {view.refused === undefined ? null : (
        <SlotRefusal
          studio={studio}
          notice={service}
          code={view.refused}
          instead={view.instead?.split(",").map(Number).slice(0, 3) ?? []}
          zone={clock}
          hold={move}
          fields={{ practitionerId: visit.practitionerId }}
        />
      )}
      <SlotPicker
        key={month.key}
        studio={studio.slug}
        moving={moving}
        serviceId={visit.serviceId}
        choice={choice}
        from={from}
        days={days}
        initial={initial}
        month={month.key}
        date={view.date ?? null}
        viewerZone={zone}
        locale={studio.locale}
        phone={studio.phone}
        dateBecause={null}
        href={page}
        waitlistHref={`/${studio.slug}/waitlist/${service.slug}`}
        hold={move}
      />
    </div>
  );
}

function NotMovable({ studio, here }: { readonly studio: Studio; readonly here: string }) {
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader linkAs={Link} back={{ href: here, label: "Your visit" }} title="Move to another time" />
      <Notice tone="caution" title="This visit cannot be moved online">
        <p>
          Please call{" "}
          <a className="font-medium underline underline-offset-4" href={`tel:${telephone(studio.phone)}`}>
            {studio.phone}
          </a>{" "}
          and we will find a time together.
        </p>
      </Notice>
    </div>
  );
}
