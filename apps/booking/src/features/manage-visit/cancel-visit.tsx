import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import Link from "next/link";
import type { ComponentProps } from "react";
import { VisitCard } from "../../show/visit-card.tsx";
import { type Studio, telephone } from "../../studio/studio-frame.tsx";

/** Asks before a visit is cancelled; by its link or signed in, the same. */
export function CancelVisit({
  studio,
  visit,
  zone,
  here,
  refused,
  action,
  ask,
}: {
  readonly studio: Studio;
  readonly visit: ComponentProps<typeof VisitCard>["visit"] & {
    readonly canCancel: boolean;
    readonly canAskToCancel: boolean;
  };
  readonly zone: string | null;
  /** The visit's own page. */
  readonly here: string;
  readonly refused: unknown;
  readonly action: (form: FormData) => Promise<void>;
  /** Sends the studio a request instead, once it is too late to cancel alone. */
  readonly ask: (form: FormData) => Promise<void>;
}) {
  if (visit.canAskToCancel) {
    return <AskToCancel studio={studio} visit={visit} zone={zone} here={here} refused={refused} ask={ask} />;
  }
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader linkAs={Link} back={{ href: here, label: "Your visit" }} title="Cancel this visit?" />
      <VisitCard visit={visit} viewerZone={zone} locale={studio.locale} />
      {visit.canCancel ? (
        <form action={action} className="grid gap-6">
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
              <Link href={here} prefetch={false}>
                Keep it
              </Link>
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

/** After the cut-off (SCHED-17): the visit stands until the studio has answered, and the telephone is quicker. */
function AskToCancel({
  studio,
  visit,
  zone,
  here,
  refused,
  ask,
}: {
  readonly studio: Studio;
  readonly visit: ComponentProps<typeof VisitCard>["visit"];
  readonly zone: string | null;
  readonly here: string;
  readonly refused: unknown;
  readonly ask: (form: FormData) => Promise<void>;
}) {
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        linkAs={Link}
        back={{ href: here, label: "Your visit" }}
        title="Ask the studio to cancel it"
        description="It is too late to cancel online. You can ask: the visit stands until the studio answers, and counts as cancelled late if they say yes."
      />
      <VisitCard visit={visit} viewerZone={zone} locale={studio.locale} />
      <form action={ask} className="grid gap-6">
        <Field
          name="reason"
          label="Anything the studio should know?"
          hint="Up to 100 characters. Please leave out health details."
          error={refused === "reason" ? "Shorten this to 100 characters on one line." : undefined}
          optional
        >
          {(control) => <Input {...control} maxLength={100} />}
        </Field>
        <div className="flex flex-wrap gap-2.5">
          <SubmitButton pendingLabel="Sending …">Send the request</SubmitButton>
          <Button asChild variant="secondary">
            <a href={`tel:${telephone(studio.phone)}`}>Call {studio.phone}</a>
          </Button>
          <Button asChild variant="quiet">
            <Link href={here} prefetch={false}>
              Keep the visit
            </Link>
          </Button>
        </div>
      </form>
    </div>
  );
}
