import { can } from "@quietroom/domain/access";
import { asId, type Id, isUuid } from "@quietroom/domain/ids";
import type { Metadata } from "next";
import { filterIn } from "../../../features/portal-accounts/filters.ts";
import { PortalAccounts } from "../../../features/portal-accounts/portal-accounts.tsx";
import { staffCaller } from "../../../server/api.ts";
import { signedIn } from "../../../server/signed-in.ts";

export const metadata: Metadata = { title: "Portal" };

/** How the clients' accounts at the portal stand. */
export default async function PortalPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { state, after } = await searchParams;
  const asked = {
    state: filterIn(state),
    after: typeof after === "string" && isUuid(after) ? asId<Id<"client_account">>(after) : null,
  };
  const caller = await staffCaller();
  const accounts = await caller.portalAccounts.list(asked);
  const actor = await signedIn();
  return (
    <PortalAccounts
      key={asked.state}
      asked={asked}
      initial={accounts}
      may={[
        ...(can(actor, "client_account:manage") ? (["manage"] as const) : []),
        ...(can(actor, "client_account:reset") ? (["reset"] as const) : []),
      ]}
    />
  );
}
