import { stuffingIncident, stuffingWindowMs } from "@quietroom/domain/access";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { raiseIncident } from "../incidents.ts";
import { realNow } from "../real-now.ts";
import type { Runtime } from "../runtime.ts";
import { type Attempt, digestOf } from "./guard.ts";

/**
 * Counts at how many accounts one address failed lately, and tells every studio whose account was among them once they are too many
 * (AUTH-44). Accounts that nobody has count as well, as whoever tries out stolen passwords does not know which are ours. Attempts on a
 * known device, or without an address that can be believed, count for nothing here.
 */
export async function noteStuffing(
  runtime: Runtime,
  { guarded }: Attempt,
  owners: readonly { readonly tenantId: string }[],
): Promise<void> {
  const account = guarded.find(({ kind }) => kind === "account" || kind === "portal_password");
  const address = guarded.find(({ kind }) => kind === "address");
  if (account === undefined || address === undefined) return;
  const tried = { address: digestOf(runtime, address), account: digestOf(runtime, account) };
  const studios = owners.map(({ tenantId }) => tenantId);
  const { accounts, concerned } = await countTried(runtime, tried, studios);
  for (const tenantId of concerned) {
    const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
    await recordStuffing(context, { address: tried.address, accounts });
  }
}

type Counted = { readonly accounts: number; readonly concerned: readonly string[] };

async function countTried(
  runtime: Runtime,
  { address, account }: { readonly address: string; readonly account: string },
  studios: readonly string[],
): Promise<Counted> {
  const since = `${stuffingWindowMs} ms`;
  return await runtime.db.withCounters(async ({ tx }) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`tried ${address}`}, 0))`;
    await tx.$executeRaw`
      insert into guard.tried (address, account, studios) values (${address}, ${account}, ${[...studios]}::uuid[])
      on conflict (address, account) do update set at = now(), studios = excluded.studios`;
    await tx.$executeRaw`
      delete from guard.tried where (address, account) in
        (select address, account from guard.tried where at < now() - ${since}::interval limit 5 for update skip locked)`;
    const [counted] = await tx.$queryRaw<Counted[]>`
      select count(*)::int as accounts,
        array(select distinct unnest(studios)::text from guard.tried
              where address = ${address} and at > now() - ${since}::interval) as concerned
      from guard.tried where address = ${address} and at > now() - ${since}::interval`;
    const { accounts = 0, concerned = [] } = counted ?? {};
    const now = await realNow(tx);
    return { accounts, concerned: stuffingIncident({ address, accounts }, now) === null ? [] : concerned };
  });
}

const recordStuffing = defineVerb<{ readonly address: string; readonly accounts: number }, void>({
  name: "staff.note_stuffing",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { accounts } = input;
    audit({ action: "attempt", resource: "sign_in", resourceId: null, detail: { accounts } });
    const incident = stuffingIncident(input, await realNow(tx));
    if (incident !== null) await raiseIncident(tx, tenantId, incident);
  },
});
