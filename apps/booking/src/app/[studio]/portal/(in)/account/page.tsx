import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";
import { endOtherSessions, endSession } from "../../../../../features/portal-account/end-sessions.ts";
import { HowToSignIn } from "../../../../../features/portal-account/how-to-sign-in.tsx";
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
  const factors = await asClient(slug, () => caller.portal.factors({ studio: slug }));
  const search = await searchParams;
  const done = String(search["done"] ?? "");
  return (
    <div className="grid max-w-3xl gap-10">
      <PageHeader title="My account" description="How you come in, and where you are signed in." />
      {Object.hasOwn(doneWords, done) ? <Notice tone="positive">{doneWords[done]}</Notice> : null}
      {search["ended"] ? <Notice tone="positive">Signed out there.</Notice> : null}
      <HowToSignIn factors={factors} accountHref={`/${slug}/portal/account`} />
      <OwnSessions
        sessions={sessions}
        zone={(await viewerZone()) ?? studio.timeZone}
        locale={locale}
        endSession={endSession.bind(null, slug)}
        endOtherSessions={endOtherSessions.bind(null, slug)}
      />
      <section aria-labelledby="opened" className="grid justify-items-start gap-3">
        <h2 id="opened" className="display text-2xl">
          Who opened my record
        </h2>
        <p className="text-muted">
          Every time somebody at the studio looks at something of yours, it is written down.
        </p>
        <Button asChild size="sm" variant="secondary">
          <Link href={`/${slug}/portal/access`} prefetch={false}>
            See who
          </Link>
        </Button>
      </section>
    </div>
  );
}

const doneWords: Readonly<Record<string, string>> = {
  password_set: "Your password counts from now on. Wherever else you were signed in, you are signed out.",
  password_removed: "Your password is gone. You come in by email.",
  app_removed: "Your second step is gone. Wherever else you were signed in, you are signed out.",
};
