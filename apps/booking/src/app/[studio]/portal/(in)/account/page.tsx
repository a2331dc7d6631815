import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { endOtherSessions, endSession } from "../../../../../features/portal-account/end-sessions.ts";
import { OwnSessions } from "../../../../../features/portal-account/own-sessions.tsx";
import { asClient, clientCaller } from "../../../../../server/portal.ts";
import { loadStudio } from "../../../../../server/studio.ts";
import { viewerZone } from "../../../../../server/viewer.ts";

export default async function PortalAccountPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const studio = await loadStudio((await params).studio);
  const { slug, locale } = studio;
  const caller = await clientCaller();
  const { sessions } = await asClient(slug, () => caller.portal.sessions({ studio: slug }));
  return (
    <div className="grid max-w-3xl gap-10">
      <PageHeader
        title="My account"
        description="There is no password. Each way in is mailed to the address on your record; to change that address, call the studio."
      />
      {(await searchParams)["ended"] ? <Notice tone="positive">Signed out there.</Notice> : null}
      <OwnSessions
        sessions={sessions}
        zone={(await viewerZone()) ?? studio.timeZone}
        locale={locale}
        endSession={endSession.bind(null, slug)}
        endOtherSessions={endOtherSessions.bind(null, slug)}
      />
    </div>
  );
}
