import { outboxAnnouncement } from "@quietroom/contracts/events";
import { listen, type Listener } from "@quietroom/db";

/** One thing that changed in one studio: the event's name and its place in the outbox. Never content. */
export type Change = { readonly seq: number; readonly name: string };

export type ChangeFeed = {
  /**
   * What changes in one studio from now on, until `signal` aborts. The first change, and the first after every gap, is
   * `resync`: what happened before it may be unknown, so the reader asks again for everything it shows.
   */
  subscribe(tenantId: string, signal: AbortSignal): AsyncIterable<Change>;
  close(): Promise<void>;
};

/** The name of the change that stands for "anything may have changed". */
const resync = "resync";

/** A reader this far behind is told to resync instead, so that memory stays bounded. */
const longestQueue = 1_000;

type Reader = { readonly tenantId: string; push(change: Change): void };

/** One LISTEN connection for the process, opened by the first reader, fanned out to all of them. */
export function createChangeFeed(settings: {
  readonly connectionString: string;
  readonly onLost?: () => void;
}): ChangeFeed {
  const readers = new Set<Reader>();
  const closing = new AbortController();
  let listener: Listener | null = null;
  let connected = false;

  function open(): Listener {
    return listen({
      connectionString: settings.connectionString,
      channel: "outbox",
      onConnected() {
        connected = true;
        for (const reader of readers) reader.push({ seq: 0, name: resync });
      },
      onLost() {
        connected = false;
        settings.onLost?.();
      },
      onMessage(payload) {
        const change = outboxAnnouncement.safeParse(parsed(payload));
        if (!change.success) return;
        const { tenantId, seq, name } = change.data;
        for (const reader of readers) if (reader.tenantId === tenantId) reader.push({ seq, name });
      },
    });
  }

  return {
    async *subscribe(tenantId, signal) {
      const either = AbortSignal.any([signal, closing.signal]);
      const queue = createQueue(either);
      const reader: Reader = { tenantId, push: queue.push };
      readers.add(reader);
      try {
        listener ??= open();
        if (connected) queue.push({ seq: 0, name: resync });
        yield* queue.changes();
      } finally {
        readers.delete(reader);
      }
    },
    async close() {
      closing.abort();
      await listener?.close();
    },
  };
}

/** Changes waiting for one reader. */
function createQueue(signal: AbortSignal) {
  let waiting: Change[] = [];
  let wake: () => void = () => undefined;
  signal.addEventListener("abort", () => wake(), { once: true });

  return {
    push(change: Change) {
      if (change.name === resync || waiting.length >= longestQueue)
        waiting = [{ seq: change.seq, name: resync }];
      else waiting.push(change);
      wake();
    },
    async *changes(): AsyncGenerator<Change> {
      while (!signal.aborted) {
        const batch = waiting;
        waiting = [];
        for (const change of batch) yield change;
        if (waiting.length > 0 || signal.aborted) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
