import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, type Prisma } from "./generated/client.ts";
import { sealPhi } from "./sealed-models.ts";
import {
  beginWithTenant,
  type AuditRow,
  type OutboxRow,
  transactionScope,
  type TransactionMode,
  type TransactionScope,
} from "./tenant-client.ts";

/** What a verb may do inside its transaction: every model, tagged raw SQL, no way to another connection. */
export type Tx = Omit<Prisma.TransactionClient, "$executeRawUnsafe" | "$queryRawUnsafe">;

/** The transaction and the instant it began (epoch milliseconds, the database's clock). */
export type InTransaction = {
  readonly tx: Tx;
  readonly now: number;
  /** Leaves rows of the audit to be written with the commit: where one cannot be, nothing is committed and `withTenant` throws. */
  writeAudit(rows: readonly AuditRow[]): void;
  /** The same for events: they are there when the transaction is committed, and not before. */
  writeOutbox(rows: readonly OutboxRow[]): void;
};

export type Database = {
  /** Runs `work` in one transaction that sees and writes `tenantId` only, and of it one client's rows only where the mode says so. */
  withTenant<T>(
    tenantId: string,
    mode: TransactionMode,
    work: (inside: InTransaction) => Promise<T>,
  ): Promise<T>;
  /** Runs `work` with no tenant: only the directories answer, and functions that count; every other table is empty and closed. */
  withDirectory<T>(work: (inside: InTransaction) => Promise<T>): Promise<T>;
  /** Runs `work` with no tenant, to count what belongs to none: every studio's table is empty and closed. */
  withCounters<T>(work: (inside: InTransaction) => Promise<T>): Promise<T>;
  /** Refuses to go on as a role that could bypass row security. Call once at start. */
  assertUnprivileged(): Promise<void>;
  close(): Promise<void>;
};

const reading: TransactionMode = { isolation: "read committed", readOnly: true };
const counting: TransactionMode = { isolation: "read committed", readOnly: false };
const notBegun = { now: null, audit: [], outbox: [] };

/**
 * Opens the pool. `connectionString` names the application role (quietroom_app).
 * `onError` hears of idle connections that broke; the pool replaces them by itself.
 */
export function openDatabase(options: {
  readonly connectionString: string;
  readonly poolSize?: number;
  readonly onError?: (code: string) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 20_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  pool.on("connect", beginWithTenant);
  pool.on("error", () => options.onError?.("database_connection_lost"));
  const prisma = sealing(
    new PrismaClient({
      adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
      transactionOptions: { maxWait: 20_000, timeout: 30_000 },
      // No call sites are collected (a tenth of a query's time), and no error text repeats what a query was given.
      errorFormat: "minimal",
    }),
  );

  async function inScope<T>(
    scope: TransactionScope,
    work: (inside: InTransaction) => Promise<T>,
  ): Promise<T> {
    return transactionScope.run(scope, async () => {
      return await prisma.$transaction(async (tx) => {
        if (scope.now === null) throw new Error("the transaction began without its scope");
        return await work({
          tx,
          now: scope.now,
          writeAudit: (rows) => {
            scope.audit = [...scope.audit, ...rows];
          },
          writeOutbox: (rows) => {
            scope.outbox = [...scope.outbox, ...rows];
          },
        });
      });
    });
  }

  return {
    withTenant: (tenantId, mode, work) => inScope({ tenantId, mode, ...notBegun }, work),
    withCounters: (work) => inScope({ tenantId: null, mode: counting, ...notBegun }, work),
    withDirectory: (work) => inScope({ tenantId: null, mode: reading, ...notBegun }, work),
    assertUnprivileged: () => inScope({ tenantId: null, mode: reading, ...notBegun }, refusePrivileges),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** The extension changes what values pass, never their types, which is why the cast holds. */
function sealing(prisma: PrismaClient): PrismaClient {
  return prisma.$extends(sealPhi) as unknown as PrismaClient;
}

async function refusePrivileges({ tx }: InTransaction): Promise<void> {
  const [role] = await tx.$queryRaw<RoleFacts[]>`
    select r.rolname::text as name,
      r.rolsuper or r.rolbypassrls or r.rolreplication or r.rolcreaterole or exists (
        select from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(r.oid, c.relowner, 'member')
      ) as unsafe,
      array(select o.rolname::text from pg_roles o
        where o.oid <> r.oid and o.rolname <> 'quietroom_client' and pg_has_role(r.oid, o.oid, 'member') order by 1) as others,
      exists (
        select from pg_roles c join pg_auth_members m on m.roleid = c.oid and m.member = r.oid
        where c.rolname = 'quietroom_client'
          and not (c.rolcanlogin or c.rolsuper or c.rolbypassrls or c.rolcreaterole or c.rolcreatedb or c.rolreplication)
        having bool_or(m.set_option) and not bool_or(m.inherit_option or m.admin_option)
      ) as "canNarrow"
    from pg_roles r where r.rolname = current_user`;
  const name = role?.name ?? "?";
  const remedy = "Use the quietroom_app role (infra/postgres/roles.sql).";
  if (role?.unsafe !== false)
    throw new Error(`DATABASE_URL signs in as "${name}", which can bypass row security. ${remedy}`);
  if (role.others.length > 0)
    throw new Error(
      `DATABASE_URL signs in as "${name}", which is a member of ${role.others.join(", ")} and could become it. ${remedy}`,
    );
  if (!role.canNarrow)
    throw new Error(
      `DATABASE_URL signs in as "${name}", which cannot narrow itself to quietroom_client as it must. Run infra/postgres/roles.sql again.`,
    );
}

type RoleFacts = {
  readonly name: string;
  readonly unsafe: boolean;
  /** Roles that it is a member of, other than the client's. */
  readonly others: readonly string[];
  /** Whether it may become quietroom_client, and has nothing of it before. */
  readonly canNarrow: boolean;
};

/** Names for prepared statements by SQL text; past the bound, statements go unnamed so that the server's memory is bounded too. */
function statementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= 500) return "";
    const name = `q${names.size}`;
    names.set(sql, name);
    return name;
  };
}
