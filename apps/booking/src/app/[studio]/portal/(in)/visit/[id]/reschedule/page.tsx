import { moveOwn } from "../../../../../../../features/portal-visits/change-own-visit.ts";
import { RescheduleVisit } from "../../../../../../../reschedule/reschedule-visit.tsx";
import { loadOwnVisit } from "../../../../../../../server/own-visit.ts";
import { loadStudio } from "../../../../../../../server/studio.ts";

export default async function RescheduleOwnVisitPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string; readonly id: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { studio: slug, id } = await params;
  const studio = await loadStudio(slug);
  const visit = await loadOwnVisit(slug, id);
  return (
    <RescheduleVisit
      studio={studio}
      visit={visit}
      here={`/${slug}/portal/visit/${visit.id}`}
      moving={visit.moving}
      search={await searchParams}
      move={moveOwn.bind(null, slug, visit.id, visit.version)}
    />
  );
}
