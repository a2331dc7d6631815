import type { listClientAccounts as contract } from "@quietroom/contracts/client-factors";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { Prisma, type Tx } from "@quietroom/db";
import { type AccountAct, accountActs, can } from "@quietroom/domain/access";
import type { Instant } from "@quietroom/domain/time";
import { type ReasonGiven, reasonsGiven } from "../client-reason.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import type { VerbContext } from "../runtime.ts";
import { type Guarded, lockEnds } from "../staff/index.ts";
import { passwordSubject } from "./come-in-with-password.ts";

const pageSize = 100;

type Listed = OutputOf<typeof contract>;
type Account = Listed["accounts"][number];

/**
 * The accounts of the studio's clients at the portal, newest first (names are not in an order that the database knows), with how each is kept and whether it has to wait after too many tries
 * (AUTH-09, AUTH-41). The audit names the clients who were shown (AUD-03). That wait is counted beside the studios' tables, so "locked" looks at every account and is no page but all of them.
 */
export const listClientAccounts = Object.assign(
  async (context: VerbContext, input: InputOf<typeof contract>): Promise<Listed> => {
    const { rows, next, timeZone, locale } = await readAccounts(context, input);
    const locked = await locksOf(context, rows);
    const accounts = rows.map((row) => shown(row, locked.get(row.clientAccountId) ?? null));
    const asked =
      input.state === "locked"
        ? accounts.filter(({ state, lockedUntil }) => state === "locked" || lockedUntil !== null)
        : accounts;
    return { timeZone, locale, accounts: asked, next };
  },
  { verbName: "portal.list_accounts", permission: "client_account:view" } as const,
);

type Row = Omit<Account, "lockedUntil" | "lastSeenAt"> & {
  readonly birthDate: string;
  readonly recordEmail: string;
  readonly lastSeenAt: Date | null;
};
type Kept = Omit<Row, "name" | "email" | "birthDate" | "recordEmail" | "reasons"> & {
  readonly clientId: string;
};
type Read = Pick<Listed, "timeZone" | "locale" | "next"> & {
  readonly tenantId: string;
  readonly rows: readonly Row[];
};

const readAccounts = defineVerb<InputOf<typeof contract>, Read>({
  name: "portal.list_accounts",
  permission: "client_account:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    const { state, after } = input;
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const whole = state === "locked";
    const asked =
      state === "all" || whole ? Prisma.sql`true` : Prisma.sql`a.state = ${state}::client_account_state`;
    const rest = after === null || whole ? Prisma.sql`true` : Prisma.sql`a.id < ${after}::uuid`;
    const most = whole ? Prisma.sql`all` : Prisma.sql`${pageSize + 1}`;
    const kept = await tx.$queryRaw<Kept[]>`
      select a.id as "clientAccountId", a.client_id as "clientId", a.state,
        case when p.client_account_id is null then 'none' else 'set' end as password,
        case when m.client_account_id is null then 'none' else 'set_up' end as app,
        (select max(s.last_active_at) from client_session s
          where s.tenant_id = a.tenant_id and s.client_account_id = a.id) as "lastSeenAt"
      from client_account a
        left join client_password p on p.tenant_id = a.tenant_id and p.client_account_id = a.id
        left join client_totp m on m.tenant_id = a.tenant_id and m.client_account_id = a.id
      where a.tenant_id = ${tenantId}::uuid and ${asked} and ${rest}
      order by a.id desc
      limit ${most}`;
    const page = whole ? kept : kept.slice(0, pageSize);
    const clientIds = page.map(({ clientId }) => clientId);
    audit({ action: "read", resource: "client_account", resourceId: null, detail: { state, clientIds } });
    const may = can(actor, "client_account:manage");
    const reasons = may ? await reasonsGiven(tx, tenantId, { clientIds, acts: accountActs }) : [];
    const rows = await withPeople(tx, tenantId, page, reasons);
    const next = page.length < kept.length ? (page.at(-1)?.clientAccountId ?? null) : null;
    return { tenantId, timeZone, locale, rows, next };
  },
});

async function withPeople(
  tx: Tx,
  tenantId: string,
  page: readonly Kept[],
  reasons: readonly ReasonGiven<AccountAct>[],
): Promise<readonly Row[]> {
  const reasonsOf = Map.groupBy(reasons, ({ clientId }) => clientId);
  const accounts = await tx.clientAccount.findMany({
    where: { tenantId, id: { in: page.map(({ clientAccountId }) => clientAccountId) } },
    select: { id: true, email: true },
  });
  const clients = await tx.client.findMany({
    where: { tenantId, id: { in: page.map(({ clientId }) => clientId) } },
    select: { id: true, givenName: true, familyName: true, birthDate: true, email: true },
  });
  const emailOf = new Map(accounts.map(({ id, email }) => [id, email]));
  const clientOf = new Map(clients.map((client) => [client.id, client]));
  return page.map(({ clientId, ...row }) => {
    const { givenName, familyName, birthDate, email } = found(clientOf.get(clientId));
    return {
      ...row,
      name: `${givenName} ${familyName}`,
      email: found(emailOf.get(row.clientAccountId)),
      birthDate,
      recordEmail: email,
      reasons: (reasonsOf.get(clientId) ?? []).map(({ act, at, by, reason }) => ({ act, at, by, reason })),
    };
  });
}

/** When each account may try again, those that have to wait: after wrong passwords at the door, or wrong codes behind it. */
async function locksOf(
  { runtime, actor }: VerbContext,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Instant>> {
  const guarded = rows.flatMap((row) =>
    subjectsOf(actor.tenantId, { ...row, email: row.recordEmail }).map((subject) => ({
      ...subject,
      accountId: row.clientAccountId,
    })),
  );
  const ends = new Map<string, Instant>();
  for (const [{ accountId }, until] of await lockEnds(runtime, guarded)) {
    const before = ends.get(accountId);
    if (before === undefined || before < until) ends.set(accountId, until);
  }
  return ends;
}

/** Everything at which failures are counted for one account. */
export function subjectsOf(
  tenantId: string,
  {
    clientAccountId,
    ...who
  }: { readonly clientAccountId: string; readonly email: string; readonly birthDate: string },
): readonly Guarded[] {
  return [passwordSubject(tenantId, who), { kind: "portal_account", name: clientAccountId }];
}

/** Without the birth date: whoever sees to accounts needs the name and the address (AUTH-52). */
function shown(
  { clientAccountId, name, email, state, password, app, lastSeenAt, reasons }: Row,
  lockedUntil: Instant | null,
): Account {
  return {
    clientAccountId,
    name,
    email,
    state,
    password,
    app,
    reasons,
    lockedUntil,
    lastSeenAt: lastSeenAt && fromInstantColumn(lastSeenAt),
  };
}
