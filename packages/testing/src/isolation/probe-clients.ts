import pg from "pg";
import { type Query, tables } from "./catalogue.ts";
import { answerOf, insufficientPrivilege, type Outcome, type Probe } from "./probe.ts";

/** Tables that every visitor of a studio reads, so a client does too, whole: who works there, where, and what is offered. */
export const openToClients: readonly string[] = [
  "tenant",
  "location",
  "practitioner",
  "service",
  "legal_document",
  "cancellation_policy",
];

/** Which rows are a client's own, in the words of each table that has any. Of every other table a client has nothing. */
const ownRows: Readonly<Record<string, (clientId: string) => string>> = {
  appointment: (clientId) => `client_id is not distinct from '${clientId}'`,
  client: (clientId) => `id = '${clientId}'`,
  client_account: (clientId) => `client_id = '${clientId}'`,
  client_session: (clientId) => `client_id = '${clientId}'`,
  consent: (clientId) => `client_id = '${clientId}'`,
  document_acceptance: (clientId) => `client_id = '${clientId}'`,
  disclosure: (clientId) => `client_id = '${clientId}'`,
  client_password: (clientId) => ofAccount(clientId),
  client_totp: (clientId) => ofAccount(clientId),
  client_recovery_code: (clientId) => ofAccount(clientId),
  rights_request: (clientId) => `client_id = '${clientId}'`,
  opening: (clientId) =>
    `caused_by_appointment_id in (select id from appointment where client_id = '${clientId}')`,
};

function ofAccount(clientId: string): string {
  return `client_account_id in (select id from client_account where client_id = '${clientId}')`;
}

type Client = { readonly clientId: string; readonly appointmentId: string };

/** What a transaction says of whose it is. In none of these may anything of the other client show or change. */
const settings = [
  ["the client", ({ clientId }: Client) => ({ clientId, appointmentId: "" })],
  ["the bearer of a visit's link", ({ appointmentId }: Client) => ({ clientId: "", appointmentId })],
  ["nobody", () => ({ clientId: "", appointmentId: "" })],
  ["malformed", () => ({ clientId: "not-a-uuid", appointmentId: "" })],
] as const;

const invalidText = "22P02";

/**
 * For one table, every statement that reads or writes, as quietroom_client in a transaction of one client, against the rows of
 * everybody else in the same studio. Signs in as the application does and becomes the client's role as the product does.
 */
export async function probeClients(options: {
  readonly table: string;
  readonly tenantId: string;
  readonly client: Client;
  readonly query: Query;
  readonly connectionString: string;
}): Promise<Probe[]> {
  const { table, tenantId, client, query, connectionString } = options;
  const connection = new pg.Client({ connectionString });
  await connection.connect();
  const probes: Probe[] = [];
  const attempts = await attemptsOn(table, client.clientId, query);
  for (const [who, setting] of settings) {
    for (const { statement, sql, values = [], mayAnswer } of attempts) {
      const outcome = await attemptAs(connection, { tenantId, ...setting(client) }, sql, values);
      const refusedAsMalformed = who === "malformed" && outcome === invalidText;
      probes.push({
        check: 3,
        subject: table,
        role: "quietroom_client",
        tenant: `ours, ${who}`,
        statement,
        answer: answerOf(outcome),
        held: refusedAsMalformed || mayAnswer(outcome),
      });
    }
  }
  await connection.end();
  return probes;
}

/** Every table outside PostgreSQL's own schemas, those that belong to no studio included. */
export const tablesForClients = tables;

type Attempt = {
  readonly statement: string;
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly mayAnswer: (outcome: Outcome) => boolean;
};

async function attemptsOn(table: string, clientId: string, query: Query): Promise<Attempt[]> {
  // The movable clock is read by everybody's transaction, and is never installed in production.
  const isOpen = openToClients.includes(table) || table === "dev_clock.shift";
  const others = `where not (${ownRows[table]?.(clientId) ?? "false"})`;
  const [found] = await query(`select to_jsonb(t) as row from ${table} t ${others} limit 1`);
  const row = found === undefined ? [] : [JSON.stringify(found["row"])];
  const column = await changeable(table, query);
  const refused = (outcome: Outcome) => outcome === insufficientPrivilege;
  const none = (outcome: Outcome) => outcome === 0 || refused(outcome);
  const reads = (outcome: Outcome) => isOpen || none(outcome);
  const insert = `insert into ${table} overriding system value select * from jsonb_populate_record(null::${table}, $1)`;
  return [
    { statement: "select others'", sql: `select 1 from ${table} ${others}`, mayAnswer: reads },
    { statement: "select for update", sql: `select 1 from ${table} ${others} for update`, mayAnswer: none },
    {
      statement: "copy to",
      sql: `copy (select 1 from ${table} ${others}) to stdout`,
      mayAnswer: reads,
    },
    {
      statement: "update others'",
      sql: `update ${table} set ${column} = ${column} ${others}`,
      mayAnswer: none,
    },
    { statement: "delete", sql: `delete from ${table}`, mayAnswer: none },
    { statement: "truncate", sql: `truncate ${table}`, mayAnswer: refused },
    ...(row.length === 0
      ? []
      : [{ statement: "insert another's", sql: insert, values: row, mayAnswer: refused }]),
  ];
}

/** A column that the client's role may change, or any, where it may change none. */
async function changeable(table: string, query: Query): Promise<string> {
  const [found] = await query(
    `select quote_ident(attname) as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
     order by has_column_privilege('quietroom_client', attrelid, attnum, 'update') desc, attnum limit 1`,
    [table],
  );
  return String(found?.["name"]);
}

async function attemptAs(
  client: pg.Client,
  said: { readonly tenantId: string; readonly clientId: string; readonly appointmentId: string },
  sql: string,
  values: readonly unknown[],
): Promise<Outcome> {
  await client.query("begin; set local role quietroom_client");
  try {
    await client.query(
      "select set_config('app.tenant_id', $1, true), set_config('app.client_id', $2, true), set_config('app.appointment_id', $3, true)",
      [said.tenantId, said.clientId, said.appointmentId],
    );
    const { rowCount } = values.length === 0 ? await client.query(sql) : await client.query(sql, [...values]);
    return rowCount ?? 0;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "?";
  } finally {
    await client.query("rollback");
  }
}
