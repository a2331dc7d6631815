import { z } from "zod";

const named = { schema: z.string(), name: z.string() };

export const table = z.object({ ...named, columns: z.array(z.string()) });

export const sum = z.object({
  ...named,
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What is known before the first row is read. */
export const opening = z.object({
  format: z.literal(1),
  product: z.string(),
  /** When the snapshot was taken, by the real clock: ISO with Z. */
  takenAt: z.string(),
  server: z.string(),
  /** The migrations that the database had, in their order. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  tables: z.array(table),
  /** Tables that are no part of a backup, because nothing is lost with them. */
  leftOut: z.array(z.string()),
});

/** What is known after the last. */
export const closing = z.object({
  tables: z.array(sum),
  sequences: z.array(z.object({ ...named, lastValue: z.string(), called: z.boolean() })),
});

export type BackedUpTable = z.infer<typeof table>;
export type TableSum = z.infer<typeof sum>;
export type Opening = z.infer<typeof opening>;
export type Closing = z.infer<typeof closing>;

/** "guard.subject", and "client" for a table of schema public. */
export function shortName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === "public" ? name : `${schema}.${name}`;
}
