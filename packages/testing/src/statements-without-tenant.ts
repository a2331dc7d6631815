import { Client } from "pg";
import type { SentStatement } from "./watch-statements.ts";

/** A statement that reads or changes a table of studios without saying which studio, and what the planner makes of it. */
export type Breach = { readonly sql: string; readonly why: string };

/** Looked up before the studio is known; that is their purpose. */
const directories = new Set(["tenant_directory", "staff_directory", "identity_directory"]);

/**
 * Those statements that row security alone keeps within one studio (TEN-06). The planner is asked, past row security, how it would
 * run each one: every scan of a table of studios must be narrowed to the studio by the statement itself, whatever its form. The
 * planner sees through joins, sub-queries and conditions that are always true. An insert needs no look: a row without a studio
 * is refused by its column, one of another studio by its policy.
 */
export async function statementsWithoutTenant(
  database: { readonly superUrl: string },
  statements: readonly SentStatement[],
): Promise<Breach[]> {
  const client = new Client({ connectionString: database.superUrl });
  await client.connect();
  try {
    // Without indexes every condition of a scan stands in its filter.
    await client.query(
      "set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off; set enable_tidscan = off",
    );
    const tables = await tenantColumns(client);
    const breaches: Breach[] = [];
    for (const statement of statements) {
      // How a statement is planned is a setting, which has no plan of its own and reads nothing.
      if (/^(COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET LOCAL plan_cache_mode)\b/i.test(statement.sql)) continue;
      const why = await breachOf(client, tables, statement);
      if (why !== null) breaches.push({ sql: statement.sql, why });
    }
    return breaches;
  } finally {
    await client.end();
  }
}

type TenantColumns = ReadonlyMap<string, string>;

/** The tables of studios, each with the column that says whose a row is. */
async function tenantColumns(client: Client): Promise<TenantColumns> {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'audit'::regnamespace)`);
  const owned = rows.filter(({ name }) => !directories.has(name));
  return new Map([["tenant", "id"], ...owned.map(({ name }) => [name, "tenant_id"] as const)]);
}

async function breachOf(
  client: Client,
  columns: TenantColumns,
  { sql, tenantParameters }: SentStatement,
): Promise<string | null> {
  // A test may ask for a plan itself.
  const question = sql.replace(/^explain\s/i, "");
  const { rows } = await client.query<Explained>(`explain (generic_plan, verbose, format json) ${question}`);
  const plans = rows.flatMap((row) => row["QUERY PLAN"]).map(({ Plan }) => Plan);
  const scans = plans.flatMap((plan) => scansIn(plan, null)).filter(({ table }) => columns.has(table));
  const owners = new Set(scans.map(({ table, alias }) => `${alias}.${columns.get(table)}`));
  const told = JSON.stringify(plans);
  const loose = scans.find(({ table, alias, filter, probed }) => {
    const own = `${alias}.${columns.get(table)}`;
    const narrowed = conjuncts(filter).some((condition) => {
      const [, list, members = ""] = /^(\w+\.\w+) = ANY \(ARRAY\[([$\d, ]+)\]\)$/.exec(condition) ?? [];
      // Related rows of several records are asked for with the studio once for each.
      if (list === own)
        return members.split(", ").every((each) => tenantParameters.has(Number(each.slice(1))));
      const [, left, parameter, column] = /^(\w+\.\w+) = (?:\$(\d+)|(\w+\.\w+))$/.exec(condition) ?? [];
      if (left !== own) return false;
      return parameter === undefined ? owners.has(column ?? "") : tenantParameters.has(Number(parameter));
    });
    return !narrowed && !isProbed(own, probed, { told, owners });
  });
  return loose === undefined
    ? null
    : `${loose.table} where ${loose.filter === "" ? "anything" : loose.filter}`;
}

type Explained = { readonly "QUERY PLAN": readonly { readonly Plan: PlanNode }[] };

type PlanNode = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Subplan Name"?: string;
  readonly Alias?: string;
  readonly Filter?: string;
  readonly Output?: readonly string[];
  readonly Plans?: readonly PlanNode[];
};

type Scan = {
  readonly table: string;
  readonly alias: string;
  readonly filter: string;
  /** The sub-plan it belongs to, which the planner may run once and look rows up in. */
  readonly probed: Probed | null;
};
type Probed = { readonly name: string; readonly output: readonly string[] };

function scansIn(node: PlanNode, around: Probed | null): Scan[] {
  const { "Relation Name": table, "Subplan Name": name, Alias: alias = "", Filter: filter = "" } = node;
  const probed = name === undefined ? around : { name, output: node.Output ?? [] };
  const isScan = table !== undefined && node["Node Type"].endsWith("Scan");
  return [
    ...(isScan ? [{ table, alias, filter, probed }] : []),
    ...(node.Plans ?? []).flatMap((child) => scansIn(child, probed)),
  ];
}

/** True when rows are looked up in the sub-plan by the studio among other things, and that studio is one the statement names. */
function isProbed(
  own: string,
  probed: Probed | null,
  { told, owners }: { readonly told: string; readonly owners: ReadonlySet<string> },
): boolean {
  const column = (probed?.output.indexOf(own) ?? -1) + 1;
  return (
    column > 0 &&
    [...owners].some((owner) => told.includes(`(${owner} = (hashed ${probed?.name}).col${column})`))
  );
}

/** The conditions that must all hold, as the planner prints them: "((a = $1) AND b AND (NOT c))", without their parentheses. */
function conjuncts(filter: string): string[] {
  const parts = [""];
  let depth = 0;
  let quoted = false;
  for (const piece of bare(filter).split(/( AND |[()'])/)) {
    if (piece === "'") quoted = !quoted;
    if (!quoted && piece === "(") depth += 1;
    if (!quoted && piece === ")") depth -= 1;
    if (!quoted && depth === 0 && piece === " AND ") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${piece}`);
  }
  return parts.map(bare);
}

/** Without the parentheses around the whole; a condition has them, and so has a list of conditions. */
function bare(condition: string): string {
  return /^\((.*)\)$/s.exec(condition)?.[1] ?? condition;
}
