import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { Button } from "@quietroom/ui/primitives/button";
import { CalendarPlus } from "lucide-react";
import Link from "next/link";
import { OwnVisits } from "../../../../features/portal-visits/own-visits.tsx";
import { telephone } from "../../../../studio/studio-frame.tsx";
import { asClient, clientCaller } from "../../../../server/portal.ts";
import { loadStudio } from "../../../../server/studio.ts";
import { viewerZone } from "../../../../server/viewer.ts";

export default async function PortalPage({
  params,
}: {
  readonly params: Promise<{ readonly studio: string }>;
}) {
  const studio = await loadStudio((await params).studio);
  const { slug, locale } = studio;
  const caller = await clientCaller();
  const { givenName, coming, past, callToBook } = await asClient(slug, () =>
    caller.portal.visits({ studio: slug }),
  );
  const shown = { studio: slug, locale, viewerZone: await viewerZone() };
  const book =
    studio.open && !callToBook ? (
      <Button asChild>
        <Link href={`/${slug}`}>Book a visit</Link>
      </Button>
    ) : undefined;
  return (
    <div className="grid max-w-3xl gap-10">
      <PageHeader title={`Hello, ${givenName}`} actions={coming.length > 0 ? book : undefined} />
      {studio.open ? null : (
        <Notice tone="caution" title="Online booking is closed for now">
          Your visits stand and you can look at them here. To arrange a new one, call {studio.phone}.
        </Notice>
      )}
      {studio.open && callToBook ? (
        <Notice tone="info" title="Please call us for your next visit">
          We arrange it with you by telephone:{" "}
          <a className="underline underline-offset-4" href={`tel:${telephone(studio.phone)}`}>
            {studio.phone}
          </a>
          .{coming.length > 0 ? " Your visits below stand." : null}
        </Notice>
      ) : null}
      {coming.length > 0 ? (
        <OwnVisits heading="Coming up" visits={coming} {...shown} />
      ) : (
        <EmptyState title="Nothing booked" icon={<CalendarPlus />} actions={book}>
          When you book a visit at {studio.name}, it stands here.
        </EmptyState>
      )}
      {past.length > 0 ? <OwnVisits heading="Past and cancelled" visits={past} {...shown} /> : null}
    </div>
  );
}
