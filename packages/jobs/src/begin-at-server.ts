import type { Logger } from "@quietroom/services/ports";
import type { OutboxRelay } from "./outbox-relay.ts";
import { joinWorkers, pause, type Presence } from "./presence.ts";
import { workLeft } from "./work-left.ts";

const lookEveryMs = 5_000;

/**
 * Begins where an Inngest server runs the functions: once that server knows them, since an event that nobody hears there is gone; and once the
 * embedded engine has nothing left on this database, so that no older news of a visit arrive after newer ones. Until then events wait in
 * their outboxes, and the log says why.
 */
export function beginAtServer(options: {
  readonly databaseUrl: string;
  readonly log: Logger;
  /** Tells the server of the functions; answers whether it has taken them. */
  readonly register: () => Promise<boolean>;
  readonly relay: Pick<OutboxRelay, "start" | "stop">;
}): { stop(): Promise<void> } {
  const { databaseUrl, log, register, relay } = options;
  const stopping = new AbortController();
  let presence: Presence | null = null;
  let registered = false;
  let said = "";

  const say = (code: string, fields: Readonly<Record<string, string | number>> = {}) => {
    const line = `${code} ${JSON.stringify(fields)}`;
    if (line !== said) log.warn(code, fields);
    said = line;
  };

  /** True once everything is as it has to be. */
  async function look(): Promise<boolean> {
    registered ||= await register();
    if (!registered) {
      say("jobs.not_registered");
      return false;
    }
    presence ??= await joinWorkers({ databaseUrl, kind: "server", log });
    const { workers, runs, events } = await workLeft(databaseUrl);
    if (workers + runs + events === 0) return true;
    say("jobs.held_by_embedded", { workers, runs, events });
    return false;
  }

  const beginning = (async () => {
    while (!stopping.signal.aborted) {
      try {
        if (await look()) {
          if (!stopping.signal.aborted) relay.start();
          return;
        }
      } catch (error) {
        say("jobs.begin_failed", { error: error instanceof Error ? error.name : typeof error });
      }
      await pause(lookEveryMs, stopping.signal);
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await beginning;
      await relay.stop();
      await presence?.end();
      presence = null;
    },
  };
}
