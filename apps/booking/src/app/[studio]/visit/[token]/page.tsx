import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { StatusBadge } from "@quietroom/ui/blocks/status-badge";
import Link from "next/link";
import { LinkRefusal } from "../../../../features/manage-visit/link-refusal.tsx";
import { VisitChoices } from "../../../../features/manage-visit/visit-choices.tsx";
import { endedTitle, RequestEnded, requestedWords } from "../../../../request-ended/request-ended.tsx";
import { NoMail } from "../../../../show/no-mail.tsx";
import { VisitCard } from "../../../../show/visit-card.tsx";
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
  const here = `/${slug}/visit/${token}`;
  const cancelled = visit.status === "cancelled";
  const requested = visit.status === "requested";
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        linkAs={Link}
        title={
          cancelled
            ? endedTitle(visit.requestEnded)
            : requested
              ? search["booked"]
                ? `Your request is sent, ${visit.givenName}`
                : "Your request"
              : search["booked"]
                ? `You are booked, ${visit.givenName}`
                : "Your visit"
        }
        description={
          requested
            ? requestedWords(visit, zone, studio.locale)
            : search["booked"] && !cancelled
              ? "Keep this page: it is yours. A confirmation with its link goes to your email too, unless that sent our mail back before."
              : undefined
        }
      />
      {search["moved"] ? <Notice tone="positive">Your visit was moved. Its new time is below.</Notice> : null}
      <NoMail studio={studio} visit={visit} />
      <div>
        <StatusBadge status={visit.status} />
      </div>
      <VisitCard visit={visit} viewerZone={zone} locale={studio.locale} />
      {visit.requestEnded === null ? null : (
        <RequestEnded studio={studio} visit={visit} ended={visit.requestEnded} zone={zone} />
      )}
      <VisitChoices
        studio={studio}
        visit={visit}
        zone={zone}
        here={here}
        calendarHref={`${here}/calendar.ics`}
      />
    </div>
  );
}
