import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import Link from "next/link";
import { cancelVisit } from "../../../../../features/manage-visit/change-visit.ts";
import { LinkRefusal } from "../../../../../features/manage-visit/link-refusal.tsx";
import { VisitCard } from "../../../../../show/visit-card.tsx";
import { telephone } from "../../../../../studio/studio-frame.tsx";
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
  const visit = found.value;
  const here = `/${slug}/visit/${token}`;
  const refused = (await searchParams)["refused"];
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader linkAs={Link} back={{ href: here, label: "Your visit" }} title="Cancel this visit?" />
      <VisitCard visit={visit} viewerZone={await viewerZone()} locale={studio.locale} />
      {visit.canCancel ? (
        <form action={cancelVisit.bind(null, slug, token)} className="grid gap-6">
          <Field
            name="reason"
            label="Anything the studio should know?"
            hint="Up to 100 characters. Please leave out health details."
            error={refused === "reason" ? "Shorten this to 100 characters on one line." : undefined}
            optional
          >
            {(control) => <Input {...control} maxLength={100} />}
          </Field>
          <p className="text-muted">
            The hour goes to the next person on the waitlist, so this cannot be taken back.
          </p>
          <div className="flex flex-wrap gap-2.5">
            <SubmitButton variant="danger" pendingLabel="Cancelling …">
              Cancel the visit
            </SubmitButton>
            <Button asChild variant="secondary">
              <Link href={here}>Keep it</Link>
            </Button>
          </div>
        </form>
      ) : (
        <Notice tone="caution" title="Too late to cancel online">
          <p>
            The policy you accepted when you booked asks for a call now:{" "}
            <a className="font-medium underline underline-offset-4" href={`tel:${telephone(studio.phone)}`}>
              {studio.phone}
            </a>
            .
          </p>
        </Notice>
      )}
    </div>
  );
}
