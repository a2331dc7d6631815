import { can } from "@quietroom/domain/access";
import { asId, isUuid } from "@quietroom/domain/ids";
import { addDays, instant, localDate, weekdayOf } from "@quietroom/domain/time";
import { Avatar } from "@quietroom/ui/blocks/avatar";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { AvailabilityEditor } from "../../../../features/availability-editor/availability-editor.tsx";
import { VisitLimits } from "../../../../features/availability-editor/visit-limits.tsx";
import { ExplainTime } from "../../../../features/explain-time/explain-time.tsx";
import { PractitionerStanding } from "../../../../features/standing/standing.tsx";
import { OwnZone } from "../../../../features/own-zone/own-zone.tsx";
import { TimeOff } from "../../../../features/time-off/time-off.tsx";
import { server, staffCaller } from "../../../../server/api.ts";
import { signedIn } from "../../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Hours" };

export default async function PractitionerHoursPage({
  params,
}: {
  readonly params: Promise<{ readonly practitioner: string }>;
}) {
  const { practitioner } = await params;
  if (!isUuid(practitioner)) notFound();
  const caller = await staffCaller();
  const { studio, now } = await caller.me({});
  const actor = await signedIn();
  const availability = await caller.availability
    .view({ practitionerId: asId(practitioner) })
    .catch((error: unknown) => {
      if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
      throw error;
    });
  const { env } = await server();
  const mayEditAll = actor.roles.includes("admin");
  const canEdit = can(actor, "availability:manage") && (mayEditAll || actor.practitionerId === practitioner);
  const today = localDate(instant(now), studio.timeZone);
  const firstDate = addDays(today, -((weekdayOf(today) - studio.weekStart + 7) % 7));
  return (
    <div className="grid max-w-4xl gap-8">
      <PageHeader
        title="Hours"
        description={`When ${availability.practitioner.displayName} can be booked.`}
      />
      <nav aria-label="Practitioners" className="flex flex-wrap gap-2">
        {(await caller.practitioner.list({})).map((person) => (
          <Link
            key={person.id}
            href={`/hours/${person.id}`}
            aria-current={person.id === practitioner ? "page" : undefined}
            className="flex min-h-9 items-center gap-2 rounded-full border border-line bg-raised py-0.5 pr-3 pl-1 text-sm hover:border-accent aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent pointer-coarse:min-h-11"
          >
            <Avatar name={person.displayName} seed={person.id} size="sm" />
            {person.displayName}
            {person.hasLeft ? <span className="text-muted">(left)</span> : null}
          </Link>
        ))}
      </nav>
      <AvailabilityEditor
        key={practitioner}
        initial={availability}
        week={await caller.availability.week({ practitionerId: asId(practitioner), from: firstDate })}
        firstDate={firstDate}
        locale={studio.locale}
        weekStart={studio.weekStart}
        today={localDate(instant(now), studio.timeZone)}
        canEdit={canEdit}
      />
      <PractitionerStanding
        key={`standing ${practitioner}`}
        initial={await caller.practitioner.standing({ practitionerId: asId(practitioner) })}
        canEdit={can(actor, "studio:manage")}
        today={localDate(instant(now), studio.timeZone)}
        locale={studio.locale}
      />
      <OwnZone
        key={`zones ${practitioner}`}
        initial={await caller.ownZone.view({ practitionerId: asId(practitioner) })}
        practitioner={availability.practitioner}
        places={availability.locations}
        locale={studio.locale}
        today={localDate(instant(now), studio.timeZone)}
        canEdit={canEdit}
      />
      {canEdit ? (
        <section aria-labelledby="time-off" className="grid gap-4">
          <div>
            <h2 id="time-off" className="display text-xl">
              Time off
            </h2>
            <p className="max-w-[62ch] text-muted">
              Days away are asked for here. They take no times away until somebody approves them.
            </p>
          </div>
          <TimeOff
            key={`time off ${practitioner}`}
            initial={await caller.timeOff.list({})}
            practitionerId={practitioner}
            locale={studio.locale}
            today={localDate(instant(now), studio.timeZone)}
            canAnswer={can(actor, "time_off:answer")}
          />
        </section>
      ) : null}
      <VisitLimits key={`limits ${practitioner}`} initial={availability} canEdit={canEdit} />
      <ExplainTime
        key={`explain ${practitioner}`}
        practitioner={availability.practitioner}
        locations={availability.locations}
        services={await caller.service.list({})}
        locale={studio.locale}
        today={localDate(instant(now), studio.timeZone)}
        bookingPage={`${env.BOOKING_URL}/${studio.slug}`}
        rulesPage={can(actor, "studio:manage") ? "/booking-rules" : null}
      />
    </div>
  );
}
