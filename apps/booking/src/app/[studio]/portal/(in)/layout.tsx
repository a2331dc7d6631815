import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { StyleNonce } from "@quietroom/ui/blocks/style-nonce";
import Link from "next/link";
import type { ReactNode } from "react";
import { leave } from "../../../../features/portal-door/actions.ts";
import { SessionWatch } from "../../../../features/portal-session/session-watch.tsx";
import { asClient, clientCaller } from "../../../../server/portal.ts";
import { loadStudio } from "../../../../server/studio.ts";

type Props = { readonly children: ReactNode; readonly params: Promise<{ readonly studio: string }> };

/** What stands around every page of a client's portal. Each page asks for itself who is there. */
export default async function PortalLayout({ children, params }: Props) {
  const { slug, name, documents } = await loadStudio((await params).studio);
  const caller = await clientCaller();
  const clock = await asClient(slug, () => caller.portal.clock({ studio: slug }));
  const owes =
    documents.length > 0 &&
    (await asClient(slug, () => caller.agreements.owed({ studio: slug }))).documents.length > 0;
  const links = [
    [`/${slug}/portal`, "My visits"],
    [`/${slug}/portal/record`, "My record"],
    [`/${slug}/portal/agreements`, "My agreements"],
    [`/${slug}/portal/messages`, "My messages"],
    [`/${slug}/portal/account`, "My account"],
  ] as const;
  return (
    <div className="grid gap-10">
      <StyleNonce />
      <SessionWatch studio={slug} initial={clock} />
      <nav
        aria-label="Your portal"
        className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b pb-3"
      >
        {links.map(([href, label]) => (
          <Link
            key={href}
            href={href}
            prefetch={false}
            className="flex min-h-11 items-center font-medium hover:text-accent"
          >
            {label}
          </Link>
        ))}
        <form action={leave.bind(null, slug)} className="ml-auto">
          <SubmitButton variant="quiet" pendingLabel="Signing out …">
            Sign out
          </SubmitButton>
        </form>
      </nav>
      {owes ? (
        <Notice
          title={`${name} has something for you to accept`}
          action={
            <Link
              className="font-medium underline underline-offset-4"
              href={`/${slug}/portal/agreements`}
              prefetch={false}
            >
              Read and accept
            </Link>
          }
        >
          There is a new version of what it asks its clients to accept. Your visits stay as they are.
        </Notice>
      ) : null}
      {children}
    </div>
  );
}
