import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type SendEmail, sendEmail } from "./send-email.ts";

const storedEmail = z.object({
  id: z.string(),
  /** The machine's time, ISO 8601 in UTC. */
  receivedAt: z.string(),
  /** The studio's time, epoch milliseconds; null when its clock could not be read. */
  studioNowMs: z.number().nullable(),
  idempotencyKey: z.string().nullable(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    /** As they came, without the key. */
    headers: z.record(z.string(), z.string()),
    /** As it came, byte for byte. */
    body: z.string(),
  }),
});

type StoredEmail = z.infer<typeof storedEmail>;
export type ReceivedEmail = StoredEmail & { readonly email: SendEmail };

export type MailStore = {
  /** Keeps an email on disk and gives it an id. */
  keep(arrival: Omit<StoredEmail, "id">): ReceivedEmail;
  byId(id: string): ReceivedEmail | undefined;
  byIdempotencyKey(key: string): ReceivedEmail | undefined;
  /** Every email, newest first. */
  all(): readonly ReceivedEmail[];
};

/** Opens the inbox kept in `dataDir` as one JSON line an email, so that a restart loses none. */
export function openMailStore(dataDir: string): MailStore {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, "inbox.jsonl");
  const emails = readLines(file).map(received);
  const byId = new Map(emails.map((each) => [each.id, each]));
  const byKey = new Map(
    emails.flatMap((each) => (each.idempotencyKey === null ? [] : [[each.idempotencyKey, each]])),
  );

  return {
    keep(arrival) {
      const stored = { id: randomUUID(), ...arrival };
      const email = received(stored);
      appendFileSync(file, `${JSON.stringify(stored)}\n`);
      emails.push(email);
      byId.set(email.id, email);
      if (email.idempotencyKey !== null) byKey.set(email.idempotencyKey, email);
      return email;
    },
    byId: (id) => byId.get(id),
    byIdempotencyKey: (key) => byKey.get(key),
    all: () => emails.toReversed(),
  };
}

function received(stored: StoredEmail): ReceivedEmail {
  return { ...stored, email: sendEmail.parse(JSON.parse(stored.request.body)) };
}

/** The whole lines of the file. What a killed process left half-written was never acknowledged and is cut off. */
function readLines(file: string): StoredEmail[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) truncateSync(file, whole);
  return bytes
    .toString("utf8", 0, whole)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => storedEmail.parse(JSON.parse(line)));
}
