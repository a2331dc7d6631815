import { moveVisit } from "../../../../../features/manage-visit/change-visit.ts";
import { LinkRefusal } from "../../../../../features/manage-visit/link-refusal.tsx";
import { RescheduleVisit } from "../../../../../reschedule/reschedule-visit.tsx";
import { loadStudio } from "../../../../../server/studio.ts";
import { loadVisit } from "../../../../../server/visit.ts";

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
  return (
    <RescheduleVisit
      studio={studio}
      visit={found.value}
      here={`/${slug}/visit/${token}`}
      moving={token}
      search={await searchParams}
      move={moveVisit.bind(null, slug, token, found.value.version)}
    />
  );
}
