import { ownersPolicies, type Query, tenantTables, widerPolicies } from "./catalogue.ts";

/** Tables of studios that do not say whose a row is, or let that be left open. */
export async function tenantColumnGaps(query: Query): Promise<string[]> {
  const gaps: string[] = [];
  for (const table of await tenantTables(query)) {
    const column = table === "tenant" ? "id" : "tenant_id";
    const [found] = await query(
      "select attnotnull from pg_attribute where attrelid = $1::regclass and attname = $2 and not attisdropped",
      [table, column],
    );
    if (found === undefined) gaps.push(`${table} has no tenant`);
    else if (found["attnotnull"] !== true) gaps.push(`the tenant of ${table} may be missing`);
  }
  return gaps;
}

const ownRows =
  /^\(\w+ = \( SELECT \(NULLIF\(current_setting\('app\.tenant_id'::text, true\), ''::text\)\)::uuid AS .+\)\)$/;
const commands = "DELETE, INSERT, SELECT, UPDATE";

/** Tables of studios whose rows are not kept apart for every command and everybody, the owner included. */
export async function policyGaps(query: Query): Promise<string[]> {
  const gaps: string[] = [];
  for (const table of await tenantTables(query)) {
    const [security] = await query(
      "select relrowsecurity and relforcerowsecurity as forced from pg_class where oid = $1::regclass",
      [table],
    );
    if (security?.["forced"] !== true) gaps.push(`row security of ${table} is not forced`);
    const all = await query(
      `select policyname as name, cmd, qual, with_check, roles::text from pg_policies
       where schemaname = 'public' and tablename = $1 and permissive = 'PERMISSIVE' order by cmd`,
      [table],
    );
    const owners = all.filter(({ roles }) => roles === "{quietroom_owner}");
    for (const { name, cmd, qual } of owners) {
      if (cmd !== "SELECT" || ownersPolicies[`${table}.${String(name)}`] !== qual)
        gaps.push(`the owner's ${String(cmd)} policy of ${table} is not the one on the list`);
    }
    const policies = all.filter((policy) => !owners.includes(policy));
    const covered = policies.map(({ cmd }) => cmd).join(", ");
    if (covered !== commands)
      gaps.push(`${table} has policies for ${covered === "" ? "no command" : covered}`);
    for (const { name, cmd, qual, with_check } of policies) {
      const about = `the ${String(cmd)} policy of ${table}`;
      if (`${table}.${String(name)}` in widerPolicies) {
        if (cmd !== "SELECT" || qual !== "true") gaps.push(`${about} is not the one on the list`);
        continue;
      }
      if (cmd !== "INSERT" && !ownRows.test(String(qual))) {
        gaps.push(`${about} shows more than the studio's own rows`);
      }
      if ((cmd === "INSERT" || cmd === "UPDATE") && !ownRows.test(String(with_check))) {
        gaps.push(`${about} lets in more than the studio's own rows`);
      }
    }
  }
  return gaps;
}
