import { CancelVisit } from "../../../../../features/manage-visit/cancel-visit.tsx";
import { askToCancelVisit, cancelVisit } from "../../../../../features/manage-visit/change-visit.ts";
import { LinkRefusal } from "../../../../../features/manage-visit/link-refusal.tsx";
import { loadStudio } from "../../../../../server/studio.ts";
import { viewerZone } from "../../../../../server/viewer.ts";
import { loadVisit } from "../../../../../server/visit.ts";

export default async function CancelPage({
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
    <CancelVisit
      studio={studio}
      visit={found.value}
      zone={await viewerZone()}
      here={`/${slug}/visit/${token}`}
      refused={(await searchParams)["refused"]}
      action={cancelVisit.bind(null, slug, token)}
      ask={askToCancelVisit.bind(null, slug, token)}
    />
  );
}
