import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { ExpiredPassword } from "../../../features/expired-password/expired-password.tsx";
import { server } from "../../../server/api.ts";
import { cookieJar } from "../../../server/jar.ts";
import { ownPath } from "../../../server/own-path.ts";

export const metadata: Metadata = { title: "Choose a new password" };

/** Where whoever has signed in with a password that is over by age chooses another one before anything else (AUTH-03). */
export default async function ExpiredPasswordPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const next = ownPath((await searchParams)["next"]);
  const { auth } = await server();
  const step = await auth.passwordStep(await cookieJar(), await headers());
  if (step === null) redirect(next);
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-8 px-(--gutter) py-12">
      <div className="grid gap-6">
        <Wordmark />
        <h1 className="display text-3xl">Choose a new password</h1>
      </div>
      <ExpiredPassword next={next} {...step} />
    </main>
  );
}
