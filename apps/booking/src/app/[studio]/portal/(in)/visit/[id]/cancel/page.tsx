import { CancelVisit } from "../../../../../../../features/manage-visit/cancel-visit.tsx";
import { askToCancelOwn, cancelOwn } from "../../../../../../../features/portal-visits/change-own-visit.ts";
import { loadOwnVisit } from "../../../../../../../server/own-visit.ts";
import { loadStudio } from "../../../../../../../server/studio.ts";
import { viewerZone } from "../../../../../../../server/viewer.ts";

export default async function CancelOwnVisitPage({
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
    <CancelVisit
      studio={studio}
      visit={visit}
      zone={await viewerZone()}
      here={`/${slug}/portal/visit/${visit.id}`}
      refused={(await searchParams)["refused"]}
      action={cancelOwn.bind(null, slug, visit.id)}
      ask={askToCancelOwn.bind(null, slug, visit.id)}
    />
  );
}
