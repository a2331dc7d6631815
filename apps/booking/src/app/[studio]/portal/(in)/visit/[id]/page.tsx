import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { StatusBadge } from "@quietroom/ui/blocks/status-badge";
import Link from "next/link";
import { VisitChoices } from "../../../../../../features/manage-visit/visit-choices.tsx";
import { loadOwnVisit } from "../../../../../../server/own-visit.ts";
import { loadStudio } from "../../../../../../server/studio.ts";
import { viewerZone } from "../../../../../../server/viewer.ts";
import { endedTitle, RequestEnded, requestedWords } from "../../../../../../request-ended/request-ended.tsx";
import { NoMail } from "../../../../../../show/no-mail.tsx";
import { VisitCard } from "../../../../../../show/visit-card.tsx";

export default async function OwnVisitPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string; readonly id: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { studio: slug, id } = await params;
  const studio = await loadStudio(slug);
  const visit = await loadOwnVisit(slug, id);
  const zone = await viewerZone();
  const here = `/${slug}/portal/visit/${visit.id}`;
  const isOver = visit.endsAt <= visit.now && visit.status !== "cancelled";
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        linkAs={Link}
        back={{ href: `/${slug}/portal`, label: "My visits" }}
        title={
          visit.status === "cancelled"
            ? endedTitle(visit.requestEnded)
            : visit.status === "requested"
              ? "Your request"
              : "Your visit"
        }
        description={visit.status === "requested" ? requestedWords(visit, zone, studio.locale) : undefined}
      />
      {(await searchParams)["moved"] ? (
        <Notice tone="positive">Your visit was moved. Its new time is below.</Notice>
      ) : null}
      <NoMail studio={studio} visit={visit} />
      <div>
        <StatusBadge status={visit.status} />
      </div>
      <VisitCard visit={visit} viewerZone={zone} locale={studio.locale} />
      {visit.requestEnded === null ? null : (
        <RequestEnded studio={studio} visit={visit} ended={visit.requestEnded} zone={zone} />
      )}
      {isOver ? (
        <p className="text-muted">This visit is over.</p>
      ) : (
        <VisitChoices studio={studio} visit={visit} zone={zone} here={here} calendarHref={null} />
      )}
    </div>
  );
}
