import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import Link from "next/link";
import { askPuzzle } from "../../../../bot-check/ask-puzzle.ts";
import { ask, enterByCode } from "../../../../features/portal-door/actions.ts";
import { AskForm } from "../../../../features/portal-door/ask-form.tsx";
import { CodeForm } from "../../../../features/portal-door/code-form.tsx";
import { signIn } from "../../../../features/portal-password/sign-in.ts";
import { SignInForm } from "../../../../features/portal-password/sign-in-form.tsx";
import { FreshDocument } from "../../../../features/portal-session/fresh-document.tsx";
import { telephone } from "../../../../studio/studio-frame.tsx";
import { loadStudio } from "../../../../server/studio.ts";
import { wayBack } from "../../../../studio/way-back.ts";

export default async function PortalSignInPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const studio = await loadStudio((await params).studio);
  const search = await searchParams;
  const here = `/${studio.slug}/portal/sign-in`;
  if (search["asked"]) {
    return (
      <div className="grid max-w-2xl gap-8">
        <PageHeader
          linkAs={Link}
          back={{ href: here, label: "Another address or date" }}
          title="Look at your email"
          description={`If the two belong to a client of ${studio.name}, a way in is on its way. Press the button in the email, or type its code here. It can take a minute.`}
        />
        <CodeForm action={enterByCode.bind(null, studio.slug)} asks="code" askAgainHref={here} />
        <p className="max-w-[58ch] text-muted text-sm">
          Nothing arrived? Look among unwanted mail, and check the address and date. People who share both an
          address and a birthday, and anyone whose details have changed, please call{" "}
          <a className="underline underline-offset-4" href={`tel:${telephone(studio.phone)}`}>
            {studio.phone}
          </a>
          .
        </p>
      </div>
    );
  }
  const next = wayBack(studio.slug, search["next"]);
  const withNext = next === `/${studio.slug}/portal` ? "" : `next=${encodeURIComponent(next)}`;
  if (search["by"] === "password") {
    return (
      <div className="grid max-w-2xl gap-8">
        <PageHeader
          linkAs={Link}
          back={{ href: withNext === "" ? here : `${here}?${withNext}`, label: "By email instead" }}
          title="Sign in with a password"
          description="For clients who have added one on the page of their account. Forgotten it? Come in by email and change it there."
        />
        <SignInForm action={signIn.bind(null, studio.slug, next)} askPuzzle={askPuzzle} />
      </div>
    );
  }
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        title="Your visits"
        description={`See, move and cancel what you have booked at ${studio.name}. You need no password: we email you a way in.`}
      />
      {search["ended"] || search["left"] ? <FreshDocument /> : null}
      {search["ended"] ? (
        <Notice tone="info" title="Your session has ended">
          It ends after 15 minutes in which you do nothing, and after eight hours. Come in again.
        </Notice>
      ) : null}
      {search["left"] ? (
        <Notice tone="positive" title="You are signed out">
          Nothing of your visits is left in this browser.
        </Notice>
      ) : null}
      <AskForm action={ask.bind(null, studio.slug, next)} />
      <p className="text-sm">
        <Link
          className="inline-flex min-h-11 items-center underline underline-offset-4 hover:text-accent"
          href={`${here}?by=password${withNext === "" ? "" : `&${withNext}`}`}
          prefetch={false}
        >
          Use a password
        </Link>
      </p>
    </div>
  );
}
