/** A protection, how it is broken once, and the tests that must notice. */
export type Mutation = {
  readonly protection: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  readonly project: "db" | "unit";
  /** Test files, and a part of the title that must be red. */
  readonly tests: readonly string[];
  readonly title: string;
};

const foundation = "packages/db/prisma/migrations/0001_foundation/migration.sql";
const matrix = "packages/db/test/matrix.db.test.ts";
const catalogue = "packages/db/test/isolation.db.test.ts";

export const mutations: readonly Mutation[] = [
  {
    protection: "a table's policies",
    file: foundation,
    from: "call app.isolate('client', ",
    to: "grant select, insert, update on client to quietroom_app; -- (",
    project: "db",
    tests: [catalogue],
    title: "check 1 ",
  },
  {
    protection: "row security binds the tables' owner",
    file: foundation,
    from: "  execute format('alter table %s force row level security', target);\n",
    to: "",
    project: "db",
    tests: [catalogue],
    title: "check 1 ",
  },
  {
    protection: "a read sees the studio's own rows only",
    file: foundation,
    from: "create policy tenant_select on %s for select using (%s)', target, own)",
    to: "create policy tenant_select on %s for select using (true)', target)",
    project: "db",
    tests: [matrix],
    title: "check 3 ",
  },
  {
    protection: "a row cannot be given to another studio",
    file: foundation,
    from: "for update using (%s) with check (%s)', target, own, own)",
    to: "for update using (%s) with check (true)', target, own)",
    project: "db",
    tests: [matrix],
    title: "check 3 ",
  },
  {
    protection: "a key to a parent carries the studio",
    file: foundation,
    from: "  unique (tenant_id, location_id, name),\n  foreign key (tenant_id, location_id) references location (tenant_id, id)",
    to: "  unique (tenant_id, location_id, name)",
    project: "db",
    tests: [catalogue],
    title: "check 5 ",
  },
  {
    protection: "the tenant belongs to the transaction, not to the connection",
    file: "packages/db/src/tenant-client.ts",
    from: "SELECT set_config('app.tenant_id', '${scope.tenantId ?? \"\"}', true),",
    to: "SELECT coalesce(set_config('app.tenant_id', coalesce(nullif('${scope.tenantId ?? \"\"}', ''), current_setting('app.tenant_id', true)), false), ''),",
    project: "db",
    tests: [matrix],
    title: "check 9 ",
  },
  {
    protection: "the product refuses a role that bypasses row security",
    file: "packages/db/src/database.ts",
    from: "if (role?.unsafe !== false) {",
    to: "if (role === undefined) {",
    project: "db",
    tests: [catalogue],
    title: "check 2 ",
  },
  {
    protection: "the tenant is a UUID before it becomes SQL",
    file: "packages/db/src/tenant-client.ts",
    from: "!uuidShape.test(scope.tenantId)",
    to: "scope.tenantId.length > 1_000",
    project: "db",
    tests: ["packages/db/test/stranger.db.test.ts"],
    title: "check 8 ",
  },
  {
    protection: "large objects and other sessions are closed",
    file: "infra/postgres/roles.sql",
    from: "    revoke select on pg_catalog.pg_stat_activity from public;\n",
    to: "",
    project: "db",
    tests: [matrix],
    title: "check 12 ",
  },
  {
    protection: "a reader of changes hears of its own studio only",
    file: "packages/services/src/change-feed.ts",
    from: "if (reader.tenantId === tenantId) reader.push",
    to: 'if (tenantId !== "") reader.push',
    project: "db",
    tests: ["packages/services/src/change-feed.db.test.ts"],
    title: "check 19 ",
  },
  {
    protection: "an event's id belongs to its studio",
    file: "packages/jobs/src/jobs.ts",
    from: '`${String(data["tenantId"])}:${id}`',
    to: "id",
    project: "db",
    tests: ["packages/jobs/src/same-ids.db.test.ts"],
    title: "check 19 ",
  },
  {
    protection: "a verb asks for its permission",
    file: "packages/services/src/define-verb.ts",
    from: "if (!can(context.actor, definition.permission)) {",
    to: "if (!can(context.actor, definition.permission) && attempts < 1) {",
    project: "db",
    tests: ["packages/api/src/stranger.db.test.ts"],
    title: "AUTH-55 ",
  },
  {
    protection: "nobody is anybody without a session",
    file: "packages/api/src/trpc.ts",
    from: 'if (actor === null) throw new AppError("unauthenticated");',
    to: "if (actor === null) return await next();",
    project: "db",
    tests: ["packages/api/src/stranger.db.test.ts"],
    title: "AUTH-10 ",
  },
  {
    protection: "known holes stay below the floors",
    file: "pnpm-lock.yaml",
    from: "\n  next@16.4.6:\n",
    to: "\n  next@16.2.10:\n",
    project: "unit",
    tests: ["tooling/security/src/dependencies.test.ts"],
    title: "check 103 ",
  },
];
