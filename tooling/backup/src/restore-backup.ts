import { randomBytes } from "node:crypto";
import type { KeyServices } from "@quietroom/integrations/key-services";
import { migrate, ownMigrations, type MigrationMark } from "@quietroom/db/migrate";
import { grantDatabase } from "@quietroom/local/prepare-database";
import { Client, escapeIdentifier } from "pg";
import type { BackupKey } from "./backup-key.ts";
import { checkRoles } from "./check-roles.ts";
import { checkSealed } from "./check-sealed.ts";
import { checkTrail } from "./check-trail.ts";
import { isEmptyDatabase } from "./is-empty-database.ts";
import { beginLoading, type Loading } from "./load-rows.ts";
import type { Opening } from "./manifest.ts";
import { openParts } from "./open-parts.ts";
import { readCatalogue } from "./read-catalogue.ts";
import { walkBackup } from "./walk-backup.ts";

export type RestoreReport = {
  readonly product: string;
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
  /** The rows as PostgreSQL writes them out. */
  readonly bytes: number;
  /** Owners, grants, policies, constraints and the like that were compared with a new database's. */
  readonly promises: number;
  /** The audit's rows and seals; null where that was left for later. */
  readonly trail: Awaited<ReturnType<typeof checkTrail>> | null;
  /** Studios whose keys opened, and values that were opened with them; null where that was left for later. */
  readonly sealed: Awaited<ReturnType<typeof checkSealed>> | null;
  /** Migrations that are newer than the backup, applied after it. */
  readonly migratedOn: readonly string[];
};

/**
 * Restores a backup into the database that `adminUrl` names, which must not exist or be empty. All of it happens in a database beside
 * it that takes the name only when everything was loaded and verified; whatever ends this before leaves nothing under that name.
 * `adminUrl` signs in as who may create databases and roles. Throws with words for the person at the keyboard.
 */
export async function restoreBackup(options: {
  readonly file: string;
  readonly key: BackupKey;
  readonly adminUrl: string;
  /** Passwords for the product's two roles where the server is new; those of one that has them are left alone. */
  readonly passwords?: { readonly quietroom_owner: string; readonly quietroom_app: string };
  /** Written on the database, where an installation marks its own. */
  readonly comment?: string;
  /** Who opens the studios' keys; null: what is sealed is not opened, and nobody knows whether it can be. */
  readonly keyServices?: KeyServices | null;
  /** Public keys that the audit's seals may be signed with; null: its chain is not looked at. */
  readonly auditKeys?: readonly string[] | null;
  readonly known?: readonly MigrationMark[];
}): Promise<RestoreReport> {
  const { file, key, adminUrl, passwords, comment, known = ownMigrations() } = options;
  const { keyServices = null, auditKeys = null } = options;
  const target = databaseOf(adminUrl);
  const beside = `${target.slice(0, 40)}_restoring_${randomBytes(4).toString("hex")}`;
  const server = new Client({ connectionString: at(adminUrl, "postgres") });
  await server.connect();
  try {
    await refuseFullTarget(server, adminUrl, target);
    await dropAbandoned(server, target);
    const report = await loadBeside(server, {
      file,
      key,
      adminUrl,
      passwords,
      known,
      beside,
      keyServices,
      auditKeys,
    });
    if (comment !== undefined) {
      await server.query(
        `comment on database ${escapeIdentifier(beside)} is '${comment.replaceAll("'", "''")}'`,
      );
    }
    await server.query(`drop database if exists ${escapeIdentifier(target)}`);
    await server.query(`alter database ${escapeIdentifier(beside)} rename to ${escapeIdentifier(target)}`);
    return report;
  } catch (failure) {
    await server
      .query(`drop database if exists ${escapeIdentifier(beside)} with (force)`)
      .catch(() => undefined);
    throw failure;
  } finally {
    await server.end().catch(() => undefined);
  }
}

async function loadBeside(
  server: Client,
  options: {
    readonly file: string;
    readonly key: BackupKey;
    readonly adminUrl: string;
    readonly passwords: { readonly quietroom_owner: string; readonly quietroom_app: string } | undefined;
    readonly known: readonly MigrationMark[];
    readonly beside: string;
    readonly keyServices: KeyServices | null;
    readonly auditKeys: readonly string[] | null;
  },
): Promise<RestoreReport> {
  const { file, key, known, beside, passwords } = options;
  const besideUrl = at(options.adminUrl, beside);
  let opening: Opening | null = null;
  let before: readonly string[] = [];
  let loading: Loading | null = null;
  let loaded = { rows: 0, bytes: 0 };
  const owner = new Client({ connectionString: asOwner(besideUrl) });
  try {
    await walkBackup(file, key, {
      begin: async (head) => {
        opening = head;
        refuseUnknownMigrations(head, known);
        await server.query(
          `create database ${escapeIdentifier(beside)} template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`,
        );
        await connected(besideUrl, async (admin) => {
          if (passwords !== undefined) {
            await admin.query(
              "select set_config('quietroom.owner_password', $1, false), set_config('quietroom.app_password', $2, false)",
              [passwords.quietroom_owner, passwords.quietroom_app],
            );
          }
          await grantDatabase(admin);
        });
        await migrate({
          connectionString: asOwner(besideUrl),
          only: head.migrations.map(({ name }) => name),
        });
        await owner.connect();
        await openParts(owner, head.tables);
        before = await promises(besideUrl);
        loading = await beginLoading(owner, head.tables);
      },
      table: async (table, rows) => {
        await begun(loading).table(table, rows);
      },
      end: async (closing) => {
        loaded = await begun(loading).finish(closing);
      },
    });
  } finally {
    await owner.end().catch(() => undefined);
  }
  refuseOtherPromises(before, await promises(besideUrl));
  const { applied } = await migrate({ connectionString: asOwner(besideUrl) });
  await connected(besideUrl, async (admin) => {
    await admin.query("analyze");
    await checkRoles(admin);
  });
  const { product, takenAt, tables } = begun<Opening>(opening);
  return {
    product,
    takenAt,
    tables: tables.length,
    ...loaded,
    promises: before.length,
    trail: options.auditKeys === null ? null : await checkTrail(besideUrl, options.auditKeys),
    sealed: options.keyServices === null ? null : await checkSealed(besideUrl, options.keyServices),
    migratedOn: applied,
  };
}

/** A backup of a newer Quietroom, or of one whose migrations were others, cannot be read by this one. */
export function refuseUnknownMigrations(
  { migrations, product }: Opening,
  known: readonly MigrationMark[],
): void {
  const checksums = new Map(known.map(({ name, checksum }) => [name, checksum]));
  const missing = migrations.filter(({ name }) => !checksums.has(name));
  if (missing.length > 0) {
    throw new Error(
      `This backup is of a newer Quietroom (${product}): it has ${missing.length} migrations that this one does not know, from ${missing[0]?.name ?? ""} on. Restore it with that version or a later one.`,
    );
  }
  const other = migrations.find(({ name, checksum }) => checksums.get(name) !== checksum);
  if (other !== undefined) {
    throw new Error(
      `This backup was taken from a Quietroom whose migration ${other.name} was another one. Restore it with the version that made it.`,
    );
  }
}

async function refuseFullTarget(server: Client, adminUrl: string, target: string): Promise<void> {
  const { rowCount } = await server.query("select from pg_database where datname = $1", [target]);
  if (rowCount === 0) return;
  if (!(await connected(adminUrl, isEmptyDatabase))) {
    throw new Error(
      `The database ${target} is not empty, and a restore never writes over what is there. Name another database, or move that one away first.`,
    );
  }
  const { rowCount: sessions } = await server.query("select from pg_stat_activity where datname = $1", [
    target,
  ]);
  if (sessions !== 0) {
    throw new Error(
      `Somebody is connected to the database ${target}. Stop the product (and whatever else uses it), then try again.`,
    );
  }
}

/** What a restore that was killed left beside the target: nobody works with it, and nothing knows its name. */
async function dropAbandoned(server: Client, target: string): Promise<void> {
  const { rows } = await server.query<{ name: string }>(
    `select datname as name from pg_database d
     where datname ~ ('^' || $1 || '_restoring_[0-9a-f]{8}$')
       and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
    [target.slice(0, 40)],
  );
  for (const { name } of rows) await server.query(`drop database if exists ${escapeIdentifier(name)}`);
}

function refuseOtherPromises(fresh: readonly string[], restored: readonly string[]): void {
  const [missing, added] = [without(fresh, restored), without(restored, fresh)];
  if (missing.length + added.length > 0) {
    throw new Error(
      `The restored database does not promise what a new one does; nothing was kept.\n  missing: ${missing.join("\n           ")}\n  added: ${added.join("\n         ")}`,
    );
  }
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const set = new Set(others);
  return lines.filter((line) => !set.has(line));
}

function promises(url: string): Promise<readonly string[]> {
  return connected(url, async (admin) => {
    await admin.query("set search_path = ''");
    return await readCatalogue(admin);
  });
}

function begun<T>(value: T | null): T {
  if (value === null) throw new Error("a backup begins with its opening");
  return value;
}

function databaseOf(url: string): string {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  if (name === "") throw new Error("The address of the database names no database.");
  return name;
}

function at(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

/** The same session, acting as quietroom_owner: what it creates belongs to that role. */
function asOwner(url: string): string {
  const other = new URL(url);
  other.searchParams.set("options", "-c role=quietroom_owner");
  return other.href;
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
