import { Prisma } from "@quietroom/db";

/**
 * One row of the audit as text, every column of it, always the same for the same row: what is hashed, and what an archive holds a line
 * of. A JSON array that begins with the form's number; its moment is epoch milliseconds, so that no setting of a session changes it. `e`
 * is the row. Said by us in each statement, not kept in the database, which is what is checked.
 */
export const auditLine = Prisma.sql`json_build_array(1, e.tenant_id, e.id, (extract(epoch from e.at) * 1000)::bigint, e.actor_kind,
  e.actor_id, e.session_id, e.ip, e.user_agent, e.verb, e.action, e.resource, e.resource_id, e.client_id, e.phi, e.outcome, e.changed,
  e.detail, e.request_id)::text`;

// [1, "tenant", "id", moment, …
const idAt = 45;
const momentAt = 84;

/** The id of the row that a line is of. */
export function lineId(line: string): string {
  return line.slice(idAt, idAt + 36);
}

/** The moment of the row, epoch milliseconds. */
export function lineMoment(line: string): number {
  return Number(line.slice(momentAt, line.indexOf(",", momentAt)));
}
