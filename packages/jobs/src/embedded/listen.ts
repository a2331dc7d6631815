import { Client, type ClientConfig } from "pg";
import { errorFields, type JobsLogger } from "./logger.ts";
import { channel, type Topic } from "./store.ts";

export type Listener = { stop(): Promise<void> };

/**
 * Hears what other processes announce, over its own connection, and connects again whenever that is lost. Only a
 * faster alarm than the loops' own polling: without it, or behind a pooler that cannot LISTEN, work is found a second later.
 * After each (re)connection everything is announced once, since announcements made meanwhile are gone.
 */
export function startListening(options: {
  readonly connection: ClientConfig;
  readonly workerId: string;
  readonly logger: JobsLogger;
  readonly onTopic: (topic: Topic) => void;
}): Listener {
  const ending = new AbortController();
  const { signal } = ending;
  let endConnection: (() => void) | undefined;

  async function untilLost(onConnected: () => void): Promise<void> {
    const client = new Client(options.connection);
    const lost = new Promise<void>((resolve) => {
      client.on("error", () => resolve());
      client.on("end", () => resolve());
      endConnection = resolve;
    });
    client.on("notification", ({ payload }) => {
      const [topic, sender] = (payload ?? "").split(" ");
      if (sender !== options.workerId && isTopic(topic)) options.onTopic(topic);
    });
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      onConnected();
      for (const topic of topics) options.onTopic(topic);
      if (!signal.aborted) await lost;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  const ended = (async () => {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await untilLost(() => {
          failures = 0;
        });
        if (!signal.aborted) options.logger.warn("jobs.listen_lost");
      } catch (error) {
        options.logger.warn("jobs.listen_failed", { failures, ...errorFields(error) });
      }
      if (!signal.aborted) await pause(Math.min(100 * 2 ** Math.min(failures, 7), 10_000));
    }
  })();

  async function pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endConnection = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    async stop() {
      ending.abort();
      endConnection?.();
      await ended;
    },
  };
}

const topics: readonly Topic[] = ["events", "calls", "timers"];

function isTopic(text: string | undefined): text is Topic {
  return topics.some((topic) => topic === text);
}
