import { openDatabase } from "@quietroom/db";
import type { Query } from "./catalogue.ts";
import type { Probe } from "./probe.ts";

type Mode = Parameters<ReturnType<typeof openDatabase>["withTenant"]>[1];
type Inside = Parameters<Parameters<ReturnType<typeof openDatabase>["withTenant"]>[2]>[0];

const writing: Mode = { isolation: "serializable", readOnly: false };

/** What goes wrong in a transaction of one studio, each at another point of it. */
const faults: readonly (readonly [
  statement: string,
  fault: (inside: Inside, around: { readonly query: Query; readonly tenantId: string }) => Promise<unknown>,
])[] = [
  ["nothing goes wrong", async ({ tx }) => await tx.client.count()],
  [
    "SET without LOCAL, then commit",
    async ({ tx }, { tenantId }) =>
      await tx.$queryRaw`select set_config('app.tenant_id', ${tenantId}, false)::text`,
  ],
  [
    "SET without LOCAL, then an error",
    async ({ tx }, { tenantId }) => {
      await tx.$queryRaw`select set_config('app.tenant_id', ${tenantId}, false)::text`;
      await tx.$queryRaw`select 1 / 0`;
    },
  ],
  ["an error of the database in the middle", async ({ tx }) => await tx.$queryRaw`select 1 / 0`],
  [
    "an exception of ours in the middle",
    async ({ tx }) => {
      await tx.client.count();
      throw new Error("broken off");
    },
  ],
  [
    "a refusal of the database that is caught, then more work",
    async ({ tx }) => {
      await tx.$queryRaw`select 1 / 0`.catch(() => undefined);
      await tx.client.count();
    },
  ],
  [
    "a query that is cancelled",
    async ({ tx }, { query }) => {
      const [self] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const asleep = tx.$queryRaw`select pg_sleep(60)::text`;
      await Promise.all([asleep, cancelOnceAsleep(query, self?.pid ?? 0)]);
    },
  ],
  [
    "a statement that runs out of its time",
    async ({ tx }) => {
      await tx.$executeRaw`set local statement_timeout = '20ms'`;
      await tx.$queryRaw`select pg_sleep(60)::text`;
    },
  ],
  [
    "a connection that is cut",
    async ({ tx }, { query }) => {
      const [self] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await query("select pg_terminate_backend($1)", [self?.pid ?? 0]);
      await tx.client.count();
    },
  ],
  ["SET ROLE without LOCAL, then commit", async ({ tx }) => await tx.$executeRaw`set role quietroom_client`],
  [
    "a savepoint that is left open",
    async ({ tx }, { tenantId }) => {
      await tx.$executeRaw`savepoint left_open`;
      await tx.$queryRaw`select set_config('app.tenant_id', ${tenantId}, true)::text`;
    },
  ],
];

/** Whose transaction goes wrong: the studio's, or one narrowed to a client of it. */
const wholes = [
  ["the studio", undefined],
  ["a client", { clientId: "00000000-0000-7000-8000-00000000c11e" }],
] as const;

/**
 * One connection, and at each point of a studio's transaction, or of its client's, a fault; then the next one to take the connection
 * looks around: once with no tenant, once as the other studio. It must be the application again, and nobody's client.
 */
export async function probePool(options: {
  readonly studios: { readonly ours: string; readonly theirs: string };
  readonly query: Query;
  readonly connectionString: string;
}): Promise<Probe[]> {
  const { studios, query, connectionString } = options;
  const probes: Probe[] = [];
  for (const [[whose, own], [statement, fault]] of wholes.flatMap((whole) =>
    faults.map((each) => [whole, each] as const),
  )) {
    const db = openDatabase({ connectionString, poolSize: 1 });
    const ending = await db
      .withTenant(studios.theirs, own === undefined ? writing : { ...writing, own }, (inside) =>
        fault(inside, { query, tenantId: studios.theirs }),
      )
      .then(
        () => "committed",
        () => "failed",
      );
    const setting = await db.withDirectory(async ({ tx }) => {
      const [row] = await tx.$queryRaw<
        { setting: string | null; role: string; client: string | null }[]
      >`select nullif(current_setting('app.tenant_id', true), '') as setting, current_user::text as role,
          nullif(current_setting('app.client_id', true), '') as client`;
      return {
        tenant: row?.setting ?? "none",
        clients: await tx.client.count(),
        role: row?.role ?? "?",
        client: row?.client ?? "none",
      };
    });
    const next = await db.withTenant(studios.ours, { ...writing, readOnly: true }, async ({ tx }) => {
      const rows = await tx.client.findMany({ select: { tenantId: true } });
      return [...new Set(rows.map(({ tenantId }) => tenantId))];
    });
    await db.close();
    const onlyOurs = next.length === 1 && next[0] === studios.ours;
    probes.push({
      check: 9,
      subject: "a pool of one connection",
      role: "quietroom_app",
      tenant: "theirs, then none, then ours",
      statement: `${whose}: ${statement} (${ending})`,
      answer: `next: ${setting.role}, tenant ${setting.tenant}, client ${setting.client}, ${setting.clients} rows; then ${onlyOurs ? "our rows only" : "others' rows"}`,
      held:
        setting.tenant === "none" &&
        setting.clients === 0 &&
        setting.role === "quietroom_app" &&
        setting.client === "none" &&
        onlyOurs,
    });
  }
  return probes;
}

async function cancelOnceAsleep(query: Query, pid: number): Promise<void> {
  for (;;) {
    const cancelled = await query(
      "select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'",
      [pid],
    );
    if (cancelled.length > 0) return;
  }
}
