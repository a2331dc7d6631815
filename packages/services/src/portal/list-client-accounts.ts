import type { listClientAccounts as contract } from "@quietroom/contracts/client-factors";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { Prisma } from "@quietroom/db";
import type { Instant } from "@quietroom/domain/time";
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
 * The accounts of the studio's clients at the portal, by name, with how each is kept and whether it has to wait after too many tries
 * (AUTH-09, AUTH-41). That wait is counted beside the studios' tables, so "locked" looks at every account and is no page but all of them.
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
type Read = Pick<Listed, "timeZone" | "locale" | "next"> & {
  readonly tenantId: string;
  readonly rows: readonly Row[];
};

const readAccounts = defineVerb<InputOf<typeof contract>, Read>({
  name: "portal.list_accounts",
  permission: "client_account:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { state, after } = input;
    audit({ action: "read", resource: "client_account", resourceId: null, detail: { state } });
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const whole = state === "locked";
    const asked =
      state === "all" || whole ? Prisma.sql`true` : Prisma.sql`a.state = ${state}::client_account_state`;
    const rest =
      after === null || whole
        ? Prisma.sql`true`
        : Prisma.sql`(c.family_name, c.given_name, a.id) > (
            select b.family_name, b.given_name, o.id from client_account o
              join client b on b.tenant_id = o.tenant_id and b.id = o.client_id
            where o.tenant_id = ${tenantId}::uuid and o.id = ${after}::uuid)`;
    const most = whole ? Prisma.sql`all` : Prisma.sql`${pageSize + 1}`;
    const rows = await tx.$queryRaw<Row[]>`
      select a.id as "clientAccountId", c.given_name || ' ' || c.family_name as name, a.email, a.state,
        c.birth_date::text as "birthDate", c.email as "recordEmail",
        case when p.client_account_id is null then 'none' else 'set' end as password,
        case when m.client_account_id is null then 'none' else 'set_up' end as app,
        (select max(s.last_active_at) from client_session s
          where s.tenant_id = a.tenant_id and s.client_account_id = a.id) as "lastSeenAt"
      from client_account a
        join client c on c.tenant_id = a.tenant_id and c.id = a.client_id
        left join client_password p on p.tenant_id = a.tenant_id and p.client_account_id = a.id
        left join client_totp m on m.tenant_id = a.tenant_id and m.client_account_id = a.id
      where a.tenant_id = ${tenantId}::uuid and ${asked} and ${rest}
      order by c.family_name, c.given_name, a.id
      limit ${most}`;
    const page = whole ? rows : rows.slice(0, pageSize);
    const next = page.length < rows.length ? (page.at(-1)?.clientAccountId ?? null) : null;
    return { tenantId, timeZone, locale, rows: page, next };
  },
});

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
  { clientAccountId, name, email, state, password, app, lastSeenAt }: Row,
  lockedUntil: Instant | null,
): Account {
  return {
    clientAccountId,
    name,
    email,
    state,
    password,
    app,
    lockedUntil,
    lastSeenAt: lastSeenAt && fromInstantColumn(lastSeenAt),
  };
}
