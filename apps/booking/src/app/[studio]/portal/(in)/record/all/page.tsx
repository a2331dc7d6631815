import { PageHeader } from "@quietroom/ui/blocks/page-header";
import Link from "next/link";
import { WholeRecord } from "../../../../../../features/portal-record/whole-record.tsx";
import { asClient, clientCaller } from "../../../../../../server/portal.ts";
import { loadStudio } from "../../../../../../server/studio.ts";

/** Everything that is kept of a client, on one page that can be printed. */
export default async function PortalWholeRecordPage({
  params,
}: {
  readonly params: Promise<{ readonly studio: string }>;
}) {
  const { slug, name, locale } = await loadStudio((await params).studio);
  const caller = await clientCaller();
  const record = await asClient(slug, () => caller.record.take({ studio: slug }));
  return (
    <div className="grid max-w-3xl gap-10">
      <PageHeader
        title="Everything in my record"
        description={`What ${name} keeps of you today.`}
        actions={
          <Link
            href={`/${slug}/portal/record`}
            prefetch={false}
            data-print="hide"
            className="flex min-h-11 items-center underline underline-offset-4"
          >
            Back to my record
          </Link>
        }
      />
      <WholeRecord record={record} locale={locale} />
    </div>
  );
}
