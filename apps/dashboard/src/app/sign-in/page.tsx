import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "../../features/sign-in/sign-in-form.tsx";
import { server, staffCaller, staffContext } from "../../server/api.ts";
import { cookieJar } from "../../server/jar.ts";
import { ownPath } from "../../server/own-path.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const search = await searchParams;
  const next = ownPath(search["next"]);
  const { auth } = await server();
  const signedIn = (await (await staffContext()).findStaff("recheck")) !== null;
  const own = signedIn ? await (await staffCaller()).account.studios({}) : null;
  const meant = own?.studios.find(({ slug, here }) => slug === search["studio"] && !here);
  if (signedIn && meant === undefined) redirect(next);
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
      <SignInForm
        next={next}
        studio={meant?.slug}
        email={meant === undefined ? undefined : own?.email}
        ended={search["ended"] === undefined ? null : ((await auth.whyEnded(await cookieJar())) ?? "over")}
      />
    </main>
  );
}
