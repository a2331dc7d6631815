import { createHash } from "node:crypto";
import { z } from "zod";
import { isUnstorable, type Store, type Tx } from "./store.ts";

/** An event as functions see it. `data` holds ids only. `ts` is the sender's clock in epoch milliseconds. */
export type JobEvent = {
  readonly id: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly ts?: number;
  readonly v?: string;
  readonly meta?: unknown;
};

/** Adds events in the order given. An id that is known already is left as it is, so sending twice is sending once. */
export async function insertEvents(tx: Tx, events: readonly JobEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.rows(
    `insert into jobs.event (id, name, payload)
     select payload->>'id', payload->>'name', ${stamped("payload")}
     from jsonb_array_elements($1::jsonb) with ordinality as sent (payload, place) order by place
     on conflict (id) do nothing`,
    [JSON.stringify(events)],
  );
  tx.wake("events");
}

/** SQL that gives an event without a time stamp the database's now. */
export function stamped(payload: string): string {
  return `jsonb_build_object('ts', floor(extract(epoch from app.now()) * 1000)) || ${payload}::jsonb`;
}

/**
 * The event API that the SDK's `send` talks to, answered in this process: `POST /e/<key>` with one event or a list.
 * Anything else the SDK might ask a server (signals, realtime, checkpoints) is answered 501, so that its use is loud.
 * `nowMs` is the process clock: an event dated in the future would be delivered later by a real server, which the
 * engine does not implement, and the SDK dates events by this same clock.
 */
export function createEventApi(store: Store, nowMs: () => number): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || !/^\/e\/[^/]+$/.test(pathname)) {
      return refusal(501, "the embedded engine does not implement this request");
    }
    const sent = eventsShape.safeParse(await request.json().catch(() => null));
    if (!sent.success) return refusal(400, "an event needs a name, and data that is an object");
    const seed = request.headers.get("x-inngest-event-id-seed") ?? crypto.randomUUID();
    const events = sent.data.map((event, place) => ({ ...event, id: event.id ?? derivedId(seed, place) }));
    if (events.some(({ ts }) => ts !== undefined && ts > nowMs() + 60_000)) {
      return refusal(400, "the embedded engine does not implement events dated in the future");
    }
    try {
      await store.transact((tx) => insertEvents(tx, events.map(withoutEmptyFields)));
    } catch (error) {
      if (isUnstorable(error)) return refusal(400, "an event carries text that cannot be stored");
      throw error;
    }
    return Response.json({ ids: events.map(({ id }) => id), status: 200 });
  };
}

const eventShape = z.object({
  id: z
    .string()
    .max(255)
    .nullish()
    .transform((id) => (id === "" || id === null ? undefined : id)),
  name: z.string().min(1).max(255),
  data: z.record(z.string(), z.unknown()).default({}),
  ts: z.number().optional(),
  v: z.string().nullish(),
  meta: z.unknown().optional(),
});
const eventsShape = z.union([z.array(eventShape), eventShape.transform((event) => [event])]);

// The seed stays the same over the SDK's own retries of one `send`, so a retry inserts nothing twice.
function derivedId(seed: string, place: number): string {
  return createHash("sha256").update(`${seed} ${place}`).digest("hex").slice(0, 32);
}

function withoutEmptyFields(event: z.infer<typeof eventShape> & { readonly id: string }): JobEvent {
  const { id, name, data, ts, v, meta } = event;
  return {
    id,
    name,
    data,
    ...(ts === undefined ? {} : { ts }),
    ...(typeof v === "string" ? { v } : {}),
    ...(meta === undefined || meta === null ? {} : { meta }),
  };
}

function refusal(status: number, error: string): Response {
  return Response.json({ ids: [], status, error }, { status });
}
