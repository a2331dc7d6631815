import { z } from "zod";
import { answerSchema, localDateSchema, slugSchema } from "./wire.ts";

/** What one member of staff did in their last 30 days here, newest first (AUTH-61). Never a value from a record. */
export const staffActivity = {
  input: z.strictObject({ staffUserId: z.uuid(), before: z.uuid().nullable() }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    person: z.object({ displayName: z.string(), active: z.boolean() }),
    since: z.number(),
    clients: z.int(), // how many different ones their acts were about
    next: z.string().nullable(),
    acts: z.array(
      z.object({
        id: z.string(),
        at: z.number(),
        action: z.string(),
        resource: z.string(),
        outcome: z.string(),
      }),
    ),
  }),
};

/** The first line of an archived month of one studio's audit: what the file holds, and what its lines come to. */
export const archiveHead = z.object({
  form: z.literal("quietroom audit archive 1"),
  tenantId: z.string(),
  month: z.string(),
  rows: z.int(),
  sha256: z.string(),
  keyId: z.string(),
});

/** The second: the signature over the first. */
export const archiveSeal = z.object({ signature: z.base64() });

/** Questions that are asked of the audit again and again. */
export const auditReports = ["failed_sign_ins", "privileged", "exports", "after_hours"] as const;

/** Of an act or a kind of record, as the audit writes them. */
const name = z.string().regex(/^[a-z_]{1,40}$/);

/** What is looked for in the audit; null for whatever there is. */
const auditFilter = {
  report: z.enum(auditReports).nullable(),
  staffUserId: z.uuid().nullable(),
  /** A client, or any other record by its id: acts on it, and lists that returned it. */
  recordId: z.uuid().nullable(),
  action: name.nullable(),
  resource: name.nullable(),
  /** Days of the studio, both included. */
  from: localDateSchema.nullable(),
  until: localDateSchema.nullable(),
  records: z.enum(["any", "protected"]),
  outcome: z.enum(["any", "done", "refused"]),
};

const auditRow = z.object({
  id: z.string(),
  at: z.number(),
  /** A name for staff; null for everyone else. */
  who: z.string().nullable(),
  actorKind: z.string(),
  action: z.string(),
  resource: z.string(),
  resourceId: z.string().nullable(),
  clientId: z.string().nullable(),
  /** How many clients a list returned. */
  listed: z.int(),
  phi: z.boolean(),
  outcome: z.string(),
  changed: z.array(z.string()),
  ip: z.string().nullable(),
});

/** The audit of the studio, newest first, a page at a time (AUD-09). Ids, codes and names of staff, never a value from a record. */
export const listAudit = {
  input: z.strictObject({ ...auditFilter, before: z.uuid().nullable() }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    people: z.array(z.object({ id: z.string(), displayName: z.string() })),
    rows: z.array(auditRow),
    next: z.string().nullable(),
  }),
};

/** The same as a file, with a second factor of the last five minutes (AUTH-21). */
export const exportAudit = {
  input: z.strictObject(auditFilter),
  output: answerSchema(z.object({ csv: z.string(), rows: z.int() }), [
    "second_factor_needed",
    "too_many_rows",
  ]),
};

/** Who of the studio looked at or changed a client's own record, newest first (AUD-10). */
export const accessHistory = {
  input: z.strictObject({ studio: slugSchema, before: z.uuid().nullable() }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    next: z.string().nullable(),
    rows: z.array(
      z.object({
        id: z.string(),
        at: z.number(),
        who: z.string(),
        roles: z.array(z.string()),
        what: z.enum(["looked", "listed", "changed", "wrote", "took"]),
      }),
    ),
  }),
};
