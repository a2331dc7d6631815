import { tokenSchema } from "@quietroom/contracts/wire";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { StepTrail } from "@quietroom/ui/blocks/step-trail";
import Link from "next/link";
import { randomUUID } from "node:crypto";
import { confirmBooking } from "../../../../features/confirm-booking/confirm-booking.ts";
import { ConfirmForm } from "../../../../features/confirm-booking/confirm-form.tsx";
import { LinkRefusal } from "../../../../features/manage-visit/link-refusal.tsx";
import { refusalWords } from "../../../../features/pick-slot/slot-refusal.tsx";
import { telephone } from "../../../../studio/studio-frame.tsx";
import { longDate, timeOfDay } from "../../../../show/format-time.ts";
import { VisitCard } from "../../../../show/visit-card.tsx";
import { publicCaller } from "../../../../server/api.ts";
import { loadStudio } from "../../../../server/studio.ts";
import { viewerZone } from "../../../../server/viewer.ts";

const refusalCodes = [
  "proof_needed",
  "fully_booked",
  "too_many_holds",
  "call_to_book",
  "slot_taken",
  "no_travel_time",
  "no_break",
  "no_room",
  "no_device",
  "too_soon",
  "past",
  "beyond_horizon",
  "studio_closed",
  "outside_hours",
];

export default async function DetailsPage({
  params,
}: {
  readonly params: Promise<{ readonly studio: string; readonly token: string }>;
}) {
  const { studio: slug, token } = await params;
  const studio = await loadStudio(slug);
  const caller = await publicCaller();
  const hold = tokenSchema.safeParse(token).success ? await caller.hold.view({ studio: slug, token }) : null;
  if (hold === null || !hold.ok) {
    return <LinkRefusal studio={studio} code={hold?.refusal.code ?? "link_invalid"} subject="hold" />;
  }
  const visit = hold.value;
  const zone = await viewerZone();
  const service = studio.services.find((candidate) => candidate.id === visit.serviceId);
  const person = studio.practitioners.find((candidate) => candidate.id === visit.practitionerId);
  const at = visit.mode === "telehealth" ? "online" : visit.locationId;
  const times =
    service === undefined
      ? `/${slug}`
      : `/${slug}/${service.slug}?at=${at}${person ? `&with=${person.slug}` : ""}`;
  const own = visit.mode === "telehealth" ? (zone ?? visit.timeZone) : visit.timeZone;
  return (
    <div className="grid gap-8">
      <StepTrail
        linkAs={Link}
        current={2}
        steps={[
          { label: "Service", href: `/${slug}` },
          { label: "Time", href: times },
          { label: "Your details" },
          { label: "Done" },
        ]}
      />
      <PageHeader linkAs={Link} title="Who is coming?" />
      <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
        <ConfirmForm
          action={confirmBooking.bind(null, slug, token)}
          expiresAt={visit.expiresAt}
          now={visit.now}
          untilText={`This time is kept for you until ${timeOfDay(visit.expiresAt, zone ?? visit.timeZone, studio.locale)}`}
          policyText={studio.cancellationPolicy}
          deadlineText={
            visit.cancelDeadline <= visit.now
              ? `This visit is close: to change it after booking, call ${studio.phone}.`
              : `Free to ${visit.approval === "request" ? "cancel" : "cancel or move"} online until ${timeOfDay(visit.cancelDeadline, own, studio.locale)} on ${longDate(visit.cancelDeadline, own, studio.locale)}.`
          }
          policyVersion={studio.policyVersion}
          studioHref={`/${slug}`}
          documents={studio.documents}
          idempotencyKey={randomUUID()}
          approval={visit.approval}
          backHref={times}
          phone={studio.phone}
          phoneHref={`tel:${telephone(studio.phone)}`}
          refusals={{
            ...Object.fromEntries(refusalCodes.map((code) => [code, refusalWords(code, studio, service)])),
            seats_taken: {
              title: "The seats were taken meanwhile",
              text: "Your ten minutes were over, and somebody else was faster. Nothing was booked.",
            },
            session_cancelled: {
              title: "The session was called off",
              text: "Nothing was booked. Choose another one.",
            },
            policy_changed: {
              title: "The policy changed just now",
              text: "Reload this page, read it again, then book.",
            },
            documents_not_accepted: {
              title: "The studio has just published a new text",
              text: "Reload this page, read it, then book.",
            },
            too_many_codes: {
              title: "Too many codes were asked for",
              text: `Nothing was booked. Use the code of the latest email if you have one, try again in an hour, or call ${studio.phone}.`,
            },
            link_invalid: {
              title: "This time is not kept for you any more",
              text: "It was booked already, or let go. Look in your email before you book again.",
            },
            default: { title: "This could not be booked", text: "Nothing was booked. Choose a time again." },
          }}
        />
        <div className="order-first lg:order-none">
          <VisitCard visit={visit} viewerZone={zone} locale={studio.locale} />
        </div>
      </div>
    </div>
  );
}
