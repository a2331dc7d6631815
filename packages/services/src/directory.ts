import type { Runtime } from "./runtime.ts";

/**
 * The tenant behind a studio's public address, or null. Says nothing about whether the studio is open. Every public call begins with
 * this, and an address never comes to mean another studio (nobody may change or delete a row of the directory), so what was found once
 * is not looked up again.
 */
export async function findTenantBySlug({ db }: Runtime, slug: string): Promise<string | null> {
  if (!isSlug(slug)) return null;
  const found = foundBySlug.get(db) ?? new Map<string, string>();
  foundBySlug.set(db, found);
  const known = found.get(slug);
  if (known !== undefined) return known;
  const entry = await db.withDirectory(
    async ({ tx }) => await tx.tenantDirectory.findUnique({ where: { slug } }),
  );
  if (entry === null) return null;
  if (found.size >= mostRemembered) found.clear();
  found.set(slug, entry.tenantId);
  return entry.tenantId;
}

/** Of each pool of connections; a megabyte or two at most. */
const foundBySlug = new WeakMap<Runtime["db"], Map<string, string>>();
const mostRemembered = 10_000;

/** True for text that can be a public address: lower-case letters, digits and single dashes, at most 100. */
export function isSlug(text: string): boolean {
  return text.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** Every studio that knows this email as staff. The email is compared in lower case; text that is no email is known to none. */
export async function findStaffByEmail(
  runtime: Runtime,
  email: string,
): Promise<readonly { readonly tenantId: string; readonly staffUserId: string }[]> {
  if (!/^[^\s\p{Cc}]+@[^\s\p{Cc}]+$/u.test(email) || email.length > 254) return [];
  return await runtime.db.withDirectory(async ({ tx }) =>
    tx.staffDirectory.findMany({
      where: { email: email.toLowerCase() },
      select: { tenantId: true, staffUserId: true },
      orderBy: { tenantId: "asc" },
    }),
  );
}

/** Whether this installation has such a studio. */
export async function isTenant({ db }: Pick<Runtime, "db">, tenantId: string): Promise<boolean> {
  const entry = await db.withDirectory(
    async ({ tx }) => await tx.tenantDirectory.findFirst({ where: { tenantId }, select: { tenantId: true } }),
  );
  return entry !== null;
}

/** Every studio, for work that goes round all of them. */
export async function listTenantIds(runtime: Runtime): Promise<readonly string[]> {
  return await runtime.db.withDirectory(async ({ tx }) => {
    const entries = await tx.tenantDirectory.findMany({
      select: { tenantId: true },
      orderBy: { tenantId: "asc" },
    });
    return entries.map((entry) => entry.tenantId);
  });
}

/** What of one studio's outbox waits to be relayed: how many events, and how many milliseconds ago the oldest was written. */
type StudioWaiting = {
  readonly tenantId: string;
  readonly waiting: number;
  readonly oldestMs: number;
};

/**
 * Every studio that has events waiting, whose oldest was written first before the others; the others are not asked. One question whatever
 * the number of studios, answered from an index of what waits alone.
 */
export async function studiosWaiting({ db }: Pick<Runtime, "db">): Promise<readonly StudioWaiting[]> {
  return await db.withDirectory(
    async ({ tx }) =>
      await tx.$queryRaw<StudioWaiting[]>`
        select tenant_id as "tenantId", waiting, oldest_ms as "oldestMs" from app.studios_waiting()`,
  );
}

/** What became of all studios' messages that were due in the last 24 hours, by channel, and what of all that was ever due waits. */
export type MessagesCounted = {
  readonly channel: string;
  /** "waiting": due, and not sent yet. */
  readonly outcome: string;
  readonly messages: number;
  /** For how long the first of them has been due, in milliseconds. */
  readonly oldestMs: number;
};

/** How much work of all studios together failed for good and waits for somebody, and what became of their messages lately. Numbers alone. */
export async function countWork({ db }: Pick<Runtime, "db">): Promise<{
  readonly deadLetters: number;
  readonly messages: readonly MessagesCounted[];
}> {
  return await db.withDirectory(async ({ tx }) => {
    const [counted] = await tx.$queryRaw<{ deadLetters: number }[]>`
      select app.dead_letters_waiting() as "deadLetters"`;
    const messages = await tx.$queryRaw<MessagesCounted[]>`
      select channel, outcome, messages, oldest_ms as "oldestMs" from app.messages_by_outcome()`;
    return { deadLetters: counted?.deadLetters ?? 0, messages };
  });
}

/** Every studio that has linked an identity, by the digest of it, to somebody of its staff. */
export async function findStaffByIdentity(
  runtime: Runtime,
  digest: string,
): Promise<readonly { readonly tenantId: string; readonly staffUserId: string }[]> {
  return await runtime.db.withDirectory(async ({ tx }) =>
    tx.identityDirectory.findMany({
      where: { digest },
      select: { tenantId: true, staffUserId: true },
      orderBy: { tenantId: "asc" },
    }),
  );
}
