import { z } from "zod";

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
