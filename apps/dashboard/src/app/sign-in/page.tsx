import { Notice } from "@quietroom/ui/blocks/notice";
import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SignInElsewhere } from "../../features/sign-in/sign-in-elsewhere.tsx";
import { SignInForm } from "../../features/sign-in/sign-in-form.tsx";
import { server, staffCaller, staffContext } from "../../server/api.ts";
import { cookieJar } from "../../server/jar.ts";
import { openIdIn } from "../../env.ts";
import { ownPath } from "../../server/own-path.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const search = await searchParams;
  const next = ownPath(search["next"]);
  const { auth, env } = await server();
  const sentHere = search["ended"] !== undefined;
  if (sentHere && (await auth.isKeptOut(await cookieJar(), await headers()))) redirect("/sign-in/network");
  const elsewhere = openIdIn(env);
  const signedIn = (await (await staffContext()).findStaff("recheck")) !== null;
  const own = signedIn ? await (await staffCaller()).account.studios({}) : null;
  const meant = own?.studios.find(({ slug, here }) => slug === search["at"] && !here);
  // Whoever is signed in and comes back from the provider with a failure wanted to link it.
  if (signedIn && meant === undefined)
    redirect(search["error"] === undefined ? next : "/account?identity=failed");
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-8 px-(--gutter) py-12">
      <div className="grid gap-6">
        <Wordmark />
        <h1 className="display text-3xl">Sign in to {meant?.name ?? "your studio"}</h1>
        {meant === undefined ? null : (
          <p className="text-muted">
            With the password and the second step that you have there. You leave{" "}
            {own?.studios.find(({ here }) => here)?.name} by it.
          </p>
        )}
      </div>
      <noscript>
        <Notice tone="caution">
          Signing in needs JavaScript. Allow it for this site, then load the page again.
        </Notice>
      </noscript>
      <SignInForm
        next={next}
        studio={meant?.slug}
        email={meant === undefined ? undefined : own?.email}
        ended={search["ended"] === undefined ? null : ((await auth.whyEnded(await cookieJar())) ?? "over")}
      />
      {elsewhere === null || meant !== undefined ? null : (
        <SignInElsewhere name={elsewhere.displayName} next={next} failure={failureIn(search["error"])} />
      )}
    </main>
  );
}

/** How a sign-in elsewhere failed, of the words that stand in an address; null when none does. */
function failureIn(word: unknown): "not_linked" | "locked" | "failed" | null {
  if (word === undefined) return null;
  if (word === "NotLinked") return "not_linked";
  return word === "Locked" ? "locked" : "failed";
}
