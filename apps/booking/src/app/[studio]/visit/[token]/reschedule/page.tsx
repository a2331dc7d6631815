import { asId } from "@quietroom/domain/ids";
import { addDays, instant, isLocalDate, localDate } from "@quietroom/domain/time";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import Link from "next/link";
import { z } from "zod";
import { moveVisit } from "../../../../../features/manage-visit/change-visit.ts";
import { LinkRefusal } from "../../../../../features/manage-visit/link-refusal.tsx";
import { monthOf } from "../../../../../features/pick-slot/month.ts";
import { SlotPicker } from "../../../../../features/pick-slot/slot-picker.tsx";
import { SlotRefusal } from "../../../../../features/pick-slot/slot-refusal.tsx";
import { longDate, timeOfDay } from "../../../../../show/format-time.ts";
import { telephone } from "../../../../../studio/studio-frame.tsx";
import { publicCaller } from "../../../../../server/api.ts";
import { loadStudio } from "../../../../../server/studio.ts";
import { viewerZone } from "../../../../../server/viewer.ts";
import { loadVisit } from "../../../../../server/visit.ts";

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

export default async function ReschedulePage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string; readonly token: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { studio: slug, token } = await params;
  const studio = await loadStudio(slug);
  const found = await loadVisit(slug, token);
  if (!found.ok) return <LinkRefusal studio={studio} code={found.refusal.code} subject="appointment" />;
  const visit = found.value;
  const here = `/${slug}/visit/${token}`;
  const service = studio.services.find((candidate) => candidate.id === visit.serviceId);
  if (!visit.canReschedule || service === undefined) {
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
  const view = viewSchema.parse(await searchParams);
  const zone = await viewerZone();
  const today = localDate(instant(visit.now), zone ?? studio.timeZone);
  const month = monthOf(`${view.month ?? view.date?.slice(0, 7) ?? today.slice(0, 7)}-01`);
  const choice = { practitionerId: visit.practitionerId, mode: visit.mode, locationId: visit.locationId };
  const from = addDays(month.first, -1);
  const days = month.days.length + 2;
  const caller = await publicCaller();
  const initial = await caller.slots.list({
    studio: slug,
    choice: {
      serviceId: asId(visit.serviceId),
      practitionerId: asId(visit.practitionerId),
      mode: visit.mode,
      locationId: asId(visit.locationId),
    },
    from,
    days,
    moving: token,
  });
  const page = `${here}/reschedule?keep=1`;
  const move = moveVisit.bind(null, slug, token, `${page}&month=${month.key}`);
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
          code={view.refused}
          instead={view.instead?.split(",").map(Number).slice(0, 3) ?? []}
          zone={zone ?? studio.timeZone}
          hold={move}
          fields={{ practitionerId: visit.practitionerId }}
        />
      )}
      <SlotPicker
        key={month.key}
        studio={slug}
        moving={token}
        serviceId={visit.serviceId}
        choice={choice}
        from={from}
        days={days}
        initial={initial}
        month={month.key}
        date={view.date ?? null}
        viewerZone={zone}
        locale={studio.locale}
        href={page}
        waitlistHref={`/${slug}/waitlist/${service.slug}`}
        hold={move}
      />
    </div>
  );
}
