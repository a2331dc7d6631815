import { asId } from "@quietroom/domain/ids";
import { chosenLength } from "@quietroom/domain/scheduling";
import { addDays, instant, isLocalDate, localDate } from "@quietroom/domain/time";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { Refusal } from "@quietroom/ui/blocks/refusal";
import { StepTrail } from "@quietroom/ui/blocks/step-trail";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";
import { z } from "zod";
import { pickHref, readChoice } from "../../../features/pick-slot/choice.ts";
import { ChoiceLinks } from "../../../features/pick-slot/choice-links.tsx";
import { holdTime } from "../../../features/pick-slot/hold-time.ts";
import { monthOf } from "../../../features/pick-slot/month.ts";
import { SlotPicker } from "../../../features/pick-slot/slot-picker.tsx";
import { SlotRefusal } from "../../../features/pick-slot/slot-refusal.tsx";
import { clocksOf } from "../../../show/clocks-of.ts";
import { money } from "../../../show/format-time.ts";
import { telephone } from "../../../studio/studio-frame.tsx";
import { publicCaller } from "../../../server/api.ts";
import { loadStudio } from "../../../server/studio.ts";
import { viewerZone } from "../../../server/viewer.ts";

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

// No loading.tsx here: what is streamed in behind a fallback never shows where JavaScript is off.
export default async function PickTimePage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string; readonly service: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { studio: slug, service: serviceSlug } = await params;
  const search = await searchParams;
  const studio = await loadStudio(slug);
  const service = studio.services.find((candidate) => candidate.slug === serviceSlug);
  const choice = service && readChoice(studio, service, search);
  if (!service || !choice || !studio.open) {
    return (
      <Refusal
        title={studio.open ? "This cannot be booked online" : "Online booking is closed for now"}
        actions={
          <>
            <Button asChild>
              <Link href={`/${slug}`}>See what {studio.name} offers</Link>
            </Button>
            <Button asChild variant="secondary">
              <a href={`tel:${telephone(studio.phone)}`}>Call {studio.phone}</a>
            </Button>
          </>
        }
      >
        <p>
          The link may be old, or the studio may have changed what it offers. Visits that are already booked
          stand.
        </p>
      </Refusal>
    );
  }

  const view = viewSchema.parse(search);
  const zone = await viewerZone();
  const today = localDate(instant(studio.now), clocksOf(choice.mode, studio.timeZone, zone).first);
  const month = monthOf(`${view.month ?? view.date?.slice(0, 7) ?? today.slice(0, 7)}-01`);
  // A day's margin on both sides: the visitor's month and the studio's do not begin at the same instant (ec-A27).
  const from = addDays(month.first, -1);
  const days = month.days.length + 2;
  const caller = await publicCaller();
  const wanted = {
    studio: slug,
    choice: {
      serviceId: asId(service.id),
      practitionerId: choice.practitionerId === null ? null : asId(choice.practitionerId),
      mode: choice.mode,
      locationId: asId(choice.locationId),
      durationMin: choice.durationMin ?? undefined,
    },
  };
  const initial = await caller.slots.list({ ...wanted, from, days });
  const clock = clocksOf(choice.mode, initial.timeZone, zone).first;
  const { date } = view;
  const hasTimes = initial.starts.some((start) => localDate(instant(start), clock) === date);
  const ofDate =
    date === undefined || hasTimes ? null : await caller.slots.list({ ...wanted, from: date, days: 1 });
  const person = studio.practitioners.find((candidate) => candidate.id === choice.practitionerId) ?? null;
  const isGone =
    typeof search["with"] === "string" &&
    search["with"] !== "anyone" &&
    !studio.practitioners.some(({ slug: known }) => known === search["with"]);
  const at = choice.mode === "telehealth" ? "online" : choice.locationId;
  const here = pickHref(`/${slug}/${serviceSlug}`, {
    with: person?.slug ?? null,
    at,
    minutes: choice.durationMin,
  });
  const length = chosenLength(service, choice.durationMin ?? undefined) ?? service;
  const hold = holdTime.bind(
    null,
    slug,
    `${here}&month=${month.key}${view.date === undefined ? "" : `&date=${view.date}`}`,
  );
  return (
    <div className="grid gap-8">
      <StepTrail
        linkAs={Link}
        current={1}
        steps={[
          { label: "Service", href: `/${slug}` },
          { label: "Time" },
          { label: "Your details" },
          { label: "Done" },
        ]}
      />
      <PageHeader
        linkAs={Link}
        title={service.name}
        description={`${length.durationMin} minutes · ${money(length.priceMinor, service.currency, studio.locale)}`}
      />
      {view.refused === undefined ? null : (
        <SlotRefusal
          studio={studio}
          notice={service}
          code={view.refused}
          instead={view.instead?.split(",").map(Number).slice(0, 3) ?? []}
          zone={clock}
          hold={hold}
          fields={{
            serviceId: service.id,
            practitionerId: choice.practitionerId ?? "",
            mode: choice.mode,
            locationId: choice.locationId,
            durationMin: String(choice.durationMin ?? ""),
          }}
        />
      )}
      {isGone ? (
        <Notice title="This practitioner cannot be booked online">
          The link may be old. These are the times of everybody else who gives this; for a visit that is
          booked already, or to ask for them, call{" "}
          <a className="underline underline-offset-2" href={`tel:${telephone(studio.phone)}`}>
            {studio.phone}
          </a>
          .
        </Notice>
      ) : null}
      <ChoiceLinks studio={studio} service={service} choice={choice} />
      <SlotPicker
        key={here} // not of the month: the link that turns it keeps the focus
        studio={slug}
        serviceId={service.id}
        choice={choice}
        from={from}
        days={days}
        initial={initial}
        month={month.key}
        date={view.date ?? null}
        viewerZone={zone}
        locale={studio.locale}
        phone={studio.phone}
        dateBecause={ofDate?.noneBecause ?? null}
        href={here}
        waitlistHref={`/${slug}/waitlist/${serviceSlug}?at=${at}${person === null ? "" : `&with=${person.slug}`}${view.date === undefined ? "" : `&date=${view.date}`}`}
        hold={hold}
      />
    </div>
  );
}
