import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { Metadata } from "next";
import { OwnAccount } from "../../../features/own-account/own-account.tsx";
import { OwnStudios } from "../../../features/own-account/own-studios.tsx";
import { staffCaller } from "../../../server/api.ts";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const caller = await staffCaller();
  const welcome = (await searchParams)["welcome"] !== undefined;
  return (
    <div className="grid max-w-3xl gap-8">
      <PageHeader
        title="Your account"
        description="How you sign in, and what to do when your phone is gone."
      />
      <OwnAccount
        initial={await caller.account.security({})}
        sessions={await caller.session.list({})}
        passkeys={await caller.passkey.list({})}
        trusted={await caller.trust.list({})}
        arrival={welcome ? "first" : "later"}
      />
      <OwnStudios {...await caller.account.studios({})} />
    </div>
  );
}
