"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { signIn } from "next-auth/react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { calendarDay, type StudioClock } from "../../show/format-time.ts";

/** What came of the last attempt to link. */
export type LinkOutcome = "linked" | "not_asked" | "unverified" | "other_email" | "taken" | "failed";

/** Signing in elsewhere in place of the password: linked or not, and the way to change that. Nothing where no provider is set up. */
export function OwnIdentities({
  initial,
  provider,
  outcome,
  clock,
}: {
  readonly initial: StaffOutput["identity"]["list"];
  /** Where staff of this installation may sign in; null for nowhere. */
  readonly provider: { readonly name: string; readonly issuer: string } | null;
  readonly outcome: LinkOutcome | null;
  readonly clock: StudioClock;
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.identity.list.queryOptions({}, { initialData: initial }));
  const nameOf = (issuer: string) => (issuer === provider?.issuer ? provider.name : issuer);
  const allow = useProvenAct(trpc.identity.allowLinking.mutationOptions(), {
    done: `Going to ${provider?.name ?? ""} …`,
    refusals: {},
    onDone: () => void signIn("oidc", { callbackUrl: "/account" }),
  });
  const unlink = useProvenAct(trpc.identity.unlink.mutationOptions(), {
    done: "The link is taken away",
    refusals: {},
    onDone: () => undefined,
  });
  const linked = data.identities.some(({ issuer }) => issuer === provider?.issuer);
  if (provider === null && data.identities.length === 0) return null;
  return (
    <section aria-labelledby="identities" className="grid justify-items-start gap-3">
      <h2 id="identities" className="font-semibold text-lg">
        Sign in with {provider?.name ?? "another account"}
      </h2>
      <p>
        In place of your password. The code of your authenticator app is asked for all the same, and your
        password keeps working.
      </p>
      {outcome === null || (outcome === "linked" && !linked) ? null : (
        <Outcome outcome={outcome} name={provider?.name ?? "the provider"} />
      )}
      {data.identities.length === 0 ? null : (
        <ul className="grid w-full divide-y divide-line rounded-lg border border-line bg-raised">
          {data.identities.map(({ identityId, issuer, linkedAt }) => (
            <li
              key={identityId}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
            >
              <div className="grid min-w-0 gap-0.5">
                <p className="break-words font-medium">{nameOf(issuer)}</p>
                <p className="text-muted text-sm">Linked on {calendarDay(linkedAt, clock)}</p>
              </div>
              <Button
                size="sm"
                variant="secondary"
                aria-disabled={unlink.pending}
                onClick={() => {
                  if (!unlink.pending) unlink.run({ identityId });
                }}
              >
                Unlink<span className="sr-only"> {nameOf(issuer)}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {[allow.error, unlink.error].map((error) =>
        error === undefined ? null : (
          <Notice key={error} tone="danger">
            {error}
          </Notice>
        ),
      )}
      {provider === null || linked ? null : (
        <Button
          variant="secondary"
          aria-disabled={allow.pending}
          onClick={() => {
            if (!allow.pending) allow.run({});
          }}
        >
          Link {provider.name}
        </Button>
      )}
      {allow.dialog}
      {unlink.dialog}
    </section>
  );
}

function Outcome({ outcome, name }: { readonly outcome: LinkOutcome; readonly name: string }) {
  const [tone, words] = outcomeWords(name)[outcome];
  return (
    <div role="status" className="w-full">
      <Notice tone={tone}>{words}</Notice>
    </div>
  );
}

function outcomeWords(name: string) {
  return {
    linked: ["positive", `${name} is linked. From the next sign-in on you can use it.`],
    not_asked: ["caution", "That took more than ten minutes, so nothing was linked. Try again."],
    unverified: [
      "danger",
      `Nothing was linked: ${name} does not vouch for your email address. Confirm the address there, then try again.`,
    ],
    other_email: [
      "danger",
      `Nothing was linked: whoever is signed in at ${name} has another email address than you have here. Sign in there as yourself, then try again.`,
    ],
    taken: ["danger", `Nothing was linked: that ${name} account belongs to somebody here already.`],
    failed: ["caution", `Nothing was linked: ${name} did not say who you are. Try again.`],
  } as const satisfies Record<LinkOutcome, readonly ["positive" | "caution" | "danger", string]>;
}
