import type { Row } from "../inspect.ts";

/** SQL past row security, for looking and arranging. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** Tables that belong to no one studio, each with the reason. Nothing else may stand without a tenant. */
export const withoutTenant: Readonly<Record<string, string>> = {
  _prisma_migrations: "which migrations ran; the application role has no privilege on it",
  "jobs.event": "the engine's intake: ids and codes of all studios, no record",
  "jobs.run": "an execution of a function; ids only",
  "jobs.memo": "what a step answered; ids and codes only",
  "jobs.job": "what is still to be done for a run",
  "jobs.wait": "which event a run waits for",
  "jobs.wait_path": "which paths waits have matched on",
  "jobs.cron": "when a timer is next due",
  "jobs.debounce": "what a function starts with once nothing follows; ids and codes only",
  "guard.subject": "failed sign-ins of an email that may be nobody's: keyed digests and moments, no record",
  "guard.tried": "which accounts an address failed at lately: keyed digests, and studios by their id alone",
  "guard.spent": "challenges and solved puzzles that have counted: keyed digests and moments, no record",
  "guard.pairing":
    "in which studio to look for the code that connects an app: a keyed digest and ids, no record",
  "guard.password_request":
    "who asked for a new password, known or not: a sealed email, deleted once it has been looked up",
  "limits.bucket":
    "how many requests came from whom lately: keyed hashes and counts, shared by all processes",
  "dev_clock.shift": "the movable clock of tests and the demo; never installed in production",
};

/** Policies that let more be seen than the studio's own rows, each with the reason. */
export const widerPolicies: Readonly<Record<string, string>> = {
  "tenant_directory.directory_select": "finding a studio by its public address is its purpose",
  "staff_directory.directory_select": "sign-in begins with an email alone",
  "identity_directory.directory_select":
    "a sign-in elsewhere begins with an identity alone; keyed digests, no record",
};

/** Policies of the owner alone, for functions that answer the application with less than a row, each with what it lets be seen. */
export const ownersPolicies: Readonly<Record<string, string>> = {
  // How much of all studios failed for good and waits (app.dead_letters_waiting), and what became of messages lately (app.messages_by_outcome): numbers.
  "dead_letter.counted":
    "((settled_at IS NULL) AND (( SELECT current_setting('app.counts_work'::text, true) AS current_setting) = 'yes'::text))",
  "notification.counted":
    "(( SELECT current_setting('app.counts_work'::text, true) AS current_setting) = 'yes'::text)",
  // Which studios have events waiting, how many and since when (app.studios_waiting).
  "outbox.asked_by_relay":
    "((relayed_at IS NULL) AND (( SELECT current_setting('app.relay_asks'::text, true) AS current_setting) = 'yes'::text))",
};

/** Columns named like a reference that refer to nothing, each with the reason. */
export const freeIds: Readonly<Record<string, string>> = {
  "appointment.idempotency_key": "made by the browser",
  "audit_event.actor_id": "history outlives what it is about",
  "audit_event.resource_id": "history outlives what it is about",
  "audit_event.client_id": "history outlives what it is about",
  "audit_event.session_id": "history outlives what it is about",
  "audit_event.request_id": "made by the server for one call",
  "audit_seal.first_id": "a seal outlives the rows it is about, to show that they are gone",
  "notification.provider_id": "the message's name at the provider",
  "date_override.series_id": "what dates that were said together have in common, and no record of its own",
  "series.idempotency_key": "made by the browser",
  "waitlist_entry.idempotency_key": "made by the browser",
  "waitlist_offer.appointment_id": "a hold, which vanishes when the offer is not taken",
};

/** Names of all tables outside PostgreSQL's own schemas, parts of a table not among them; those of `public` without their schema. */
export async function tables(query: Query): Promise<string[]> {
  const rows = await query(`
    select case when n.nspname = 'public' then c.relname else n.nspname || '.' || c.relname end as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`);
  return rows.map(({ name }) => String(name));
}

export async function tenantTables(query: Query): Promise<string[]> {
  return (await tables(query)).filter((name) => !(name in withoutTenant));
}

/** The column that says whose a row is. */
export function ownerColumn(table: string): "id" | "tenant_id" {
  return table === "tenant" ? "id" : "tenant_id";
}
