import { can } from "@quietroom/domain/access";
import type { Metadata } from "next";
import { ExplainTime } from "../../../../../features/explain-time/explain-time.tsx";
import { server } from "../../../../../server/api.ts";
import { type HoursParams, practitionerHours } from "../practitioner-hours.ts";

export const metadata: Metadata = { title: "Why not this time" };

export default async function WhyNotThisTimePage({ params }: { readonly params: HoursParams }) {
  const { caller, actor, studio, today, practitionerId, availability } = await practitionerHours(params);
  const { env } = await server();
  return (
    <ExplainTime
      key={practitionerId}
      practitioner={availability.practitioner}
      locations={availability.locations}
      services={await caller.service.list({})}
      locale={studio.locale}
      today={today}
      bookingPage={`${env.BOOKING_URL}/${studio.slug}`}
      rulesPage={can(actor, "studio:manage") ? "/booking-rules" : null}
    />
  );
}
