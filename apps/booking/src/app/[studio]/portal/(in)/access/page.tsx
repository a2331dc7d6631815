import { isUuid } from "@quietroom/domain/ids";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { AccessHistory } from "../../../../../features/portal-access/access-history.tsx";
import { asClient, clientCaller } from "../../../../../server/portal.ts";
import { loadStudio } from "../../../../../server/studio.ts";
import { viewerZone } from "../../../../../server/viewer.ts";

/** Who of the studio opened the client's own record (AUD-10). */
export default async function PortalAccessPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const studio = await loadStudio((await params).studio);
  const { slug, locale } = studio;
  const asked = (await searchParams)["before"];
  const before = typeof asked === "string" && isUuid(asked) ? asked : null;
  const caller = await clientCaller();
  const history = await asClient(slug, () => caller.portal.accessHistory({ studio: slug, before }));
  return (
    <div className="grid max-w-3xl gap-8">
      <PageHeader
        title="Who opened my record"
        description="Everybody at the studio who looked at, changed or took something of yours, the latest first."
      />
      <AccessHistory
        history={history}
        zone={(await viewerZone()) ?? studio.timeZone}
        locale={locale}
        earlierHref={`/${slug}/portal/access?before=`}
      />
    </div>
  );
}
