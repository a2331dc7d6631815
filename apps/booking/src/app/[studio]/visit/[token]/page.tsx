import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { StatusBadge } from "@quietroom/ui/blocks/status-badge";
import { Button } from "@quietroom/ui/primitives/button";
import { CalendarPlus } from "lucide-react";
import Link from "next/link";
import { LinkRefusal } from "../../../../features/manage-visit/link-refusal.tsx";
import { longDate, timeOfDay } from "../../../../show/format-time.ts";
import { VisitCard } from "../../../../show/visit-card.tsx";
import { telephone } from "../../../../studio/studio-frame.tsx";
import { loadStudio } from "../../../../server/studio.ts";
import { viewerZone } from "../../../../server/viewer.ts";
import { loadVisit } from "../../../../server/visit.ts";

export default async function VisitPage({
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
  const search = await searchParams;
  const zone = await viewerZone();
  const own = visit.mode === "telehealth" ? (zone ?? visit.timeZone) : visit.timeZone;
  const here = `/${slug}/visit/${token}`;
  const cancelled = visit.status === "cancelled";
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        linkAs={Link}
        title={
          cancelled
            ? "This visit is cancelled"
            : search["booked"]
              ? `You are booked, ${visit.givenName}`
              : "Your visit"
        }
        description={
          search["booked"] && !cancelled
            ? "A confirmation is on its way to your email. This page is yours: its link is in that email too."
            : undefined
        }
      />
      {search["moved"] ? (
        <Notice tone="positive">Your visit was moved. We sent you the new time.</Notice>
      ) : null}
      <div>
        <StatusBadge status={visit.status} />
      </div>
      <VisitCard visit={visit} viewerZone={zone} locale={studio.locale} />
      {cancelled ? (
        <div className="flex flex-wrap gap-2.5">
          <Button asChild>
            <Link href={`/${slug}`}>Book another time</Link>
          </Button>
        </div>
      ) : (
        <>
          <div className="flex flex-wrap gap-2.5">
            <Button asChild variant="secondary">
              <a href={`${here}/calendar.ics`}>
                <CalendarPlus aria-hidden="true" />
                Add to calendar
              </a>
            </Button>
            {visit.canReschedule ? (
              <Button asChild variant="secondary">
                <Link href={`${here}/reschedule`}>Move to another time</Link>
              </Button>
            ) : null}
            {visit.canCancel ? (
              <Button asChild variant="quiet">
                <Link href={`${here}/cancel`}>Cancel this visit</Link>
              </Button>
            ) : null}
          </div>
          <section aria-labelledby="policy" className="grid gap-2 border-line border-t pt-6">
            <h2 id="policy" className="font-medium">
              If you need to cancel
            </h2>
            <p className="figures">
              {visit.canCancel
                ? `You can cancel or move it here until ${timeOfDay(visit.cancelDeadline, own, studio.locale)} on ${longDate(visit.cancelDeadline, own, studio.locale)}.`
                : `It can no longer be changed online. Please call ${studio.phone}.`}
            </p>
            <p className="text-muted">{studio.cancellationPolicy}</p>
            {visit.canCancel ? null : (
              <p>
                <Button asChild>
                  <a href={`tel:${telephone(studio.phone)}`}>Call {studio.phone}</a>
                </Button>
              </p>
            )}
          </section>
        </>
      )}
    </div>
  );
}
