import { Notice } from "@quietroom/ui/blocks/notice";
import { Wordmark } from "@quietroom/ui/blocks/wordmark";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { EnrolApp } from "../../../features/second-factor/enrol-app.tsx";
import { SecondFactorForm } from "../../../features/second-factor/second-factor-form.tsx";
import { server, staffContext } from "../../../server/api.ts";
import { cookieJar } from "../../../server/jar.ts";
import { deviceWords } from "../../../show/session-words.ts";
import { ownPath } from "../../../server/own-path.ts";

export const metadata: Metadata = { title: "Second step" };

export default async function SecondFactorPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const next = ownPath((await searchParams)["next"]);
  const { auth, env } = await server();
  const jar = await cookieJar();
  if (await auth.isKeptOut(jar, await headers())) redirect("/sign-in/network");
  const step = await auth.secondFactorStep(jar);
  if (step === null) {
    if ((await auth.passwordStep(jar, await headers())) !== null)
      redirect(`/sign-in/new-password?next=${encodeURIComponent(next)}`);
    const isIn = (await (await staffContext()).findStaff("recheck")) !== null;
    redirect(isIn ? next : `/sign-in?next=${encodeURIComponent(next)}`);
  }
  const sandboxUrl = env.QUIETROOM_MODE === "production" ? undefined : env.SANDBOX_URL;
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-8 px-(--gutter) py-12">
      <div className="grid gap-6">
        <Wordmark />
        <h1 className="display text-3xl">
          {step.kind === "enrol" ? "Set up your second step" : "Your second step"}
        </h1>
      </div>
      {step.kind === "enrol" ? <EnrolApp secret={step.secret} uri={step.uri} /> : null}
      {step.kind === "code" && step.ends !== null ? (
        <Notice tone="caution" title="You are signed in twice already">
          Going on ends the oldest of those sessions: {deviceWords(step.ends.device)}.
        </Notice>
      ) : null}
      {step.kind === "code" ? (
        <SecondFactorForm kind="code" next={next} passkey={step.passkey} trust={step.trust} />
      ) : (
        <SecondFactorForm kind="enrol" next={next} />
      )}
      {sandboxUrl === undefined ? null : (
        <Notice tone="info" title="This is a sandbox">
          <a
            className="underline underline-offset-4"
            href={`${sandboxUrl}/codes`}
            target="_blank"
            rel="noreferrer"
          >
            See the codes of the demo's people
          </a>
        </Notice>
      )}
    </main>
  );
}
