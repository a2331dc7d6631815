import type { ClientOutput } from "@quietroom/api/client";
import { documentTitles } from "@quietroom/domain/records";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import Link from "next/link";
import { AcceptDocuments } from "../../client-details/accept-documents.tsx";
import { longDate } from "../../show/format-time.ts";

type Agreements = ClientOutput["agreements"]["view"];

/** What the studio publishes and this client has not accepted yet, to be accepted here; nothing else is closed meanwhile. */
export function OwedDocuments({
  studio,
  owed,
  error,
  accept,
}: {
  readonly studio: { readonly slug: string; readonly name: string };
  readonly owed: Agreements["owed"];
  readonly error: string | undefined;
  readonly accept: (form: FormData) => Promise<void>;
}) {
  if (owed.length === 0) return null;
  return (
    <section aria-labelledby="owed" className="grid gap-4 rounded-xl border border-line bg-sunken/60 p-5">
      <h2 id="owed" className="display text-xl">
        Waiting for you
      </h2>
      <p className="max-w-[62ch] text-muted">
        {studio.name} has published what you have not accepted yet. You can go on seeing and cancelling your
        visits either way; to book another one you will be asked for it.
      </p>
      <form action={accept} className="grid gap-4" noValidate>
        <AcceptDocuments studioHref={`/${studio.slug}`} documents={owed} error={error} />
        <SubmitButton className="w-fit" pendingLabel="Saving …">
          Accept
        </SubmitButton>
      </form>
    </section>
  );
}

/** What the client accepted, with the moment and the version, each to be read again. */
export function AcceptedDocuments({
  studio,
  accepted,
  zone,
  locale,
}: {
  readonly studio: { readonly slug: string; readonly name: string };
  readonly accepted: Agreements["accepted"];
  readonly zone: string;
  readonly locale: string;
}) {
  return (
    <section aria-labelledby="accepted" className="grid gap-4">
      <h2 id="accepted" className="display text-2xl">
        What you accepted
      </h2>
      {accepted.length === 0 ? (
        <p className="text-muted">You have accepted no document of {studio.name} yet.</p>
      ) : (
        <ul className="grid divide-y divide-line rounded-xl border border-line bg-raised">
          {accepted.map(({ kind, version, acceptedAt, place }) => (
            <li key={`${kind} ${version}`} className="grid gap-0.5 px-5 py-4">
              <Link
                className="w-fit font-medium underline underline-offset-4 hover:text-accent"
                href={`/${studio.slug}/legal/${kind}?version=${version}`}
                prefetch={false}
              >
                {documentTitles[kind]}, version {version}
              </Link>
              <p className="text-muted text-sm">
                {longDate(acceptedAt, zone, locale)}, {placeWords[place]}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const placeWords = {
  booking: "when you booked",
  waitlist: "when you joined the waitlist",
  portal: "here",
} as const satisfies Record<Agreements["accepted"][number]["place"], string>;
