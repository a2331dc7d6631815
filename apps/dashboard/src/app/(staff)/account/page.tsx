import type { Metadata } from "next";
import { OwnAccount } from "../../../features/own-account/own-account.tsx";
import { type LinkOutcome, OwnIdentities } from "../../../features/own-account/own-identities.tsx";
import { OwnStudios } from "../../../features/own-account/own-studios.tsx";
import { openIdIn } from "../../../env.ts";
import { server, staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const caller = await staffCaller();
  const search = await searchParams;
  const welcome = search["welcome"] !== undefined;
  const openId = openIdIn((await server()).env);
  const security = await caller.account.security({});
  return (
    <>
      <OwnAccount
        initial={security}
        sessions={await caller.session.list({})}
        passkeys={await caller.passkey.list({})}
        trusted={await caller.trust.list({})}
        email={(await caller.me({})).email}
        arrival={welcome ? "first" : "later"}
      />
      <OwnIdentities
        initial={await caller.identity.list({})}
        provider={openId && { name: openId.displayName, issuer: openId.issuer }}
        outcome={outcomeIn(search["identity"])}
        clock={security}
      />
      <OwnStudios {...(await caller.account.studios({}))} />
    </>
  );
}

const outcomes = ["linked", "not_asked", "unverified", "other_email", "taken", "failed"] as const;

function outcomeIn(word: unknown): LinkOutcome | null {
  return outcomes.find((one) => one === word) ?? null;
}
