import { type Runtime, studiosWaiting, systemContext } from "@quietroom/services";
import type { Logger } from "@quietroom/services/ports";
import { answerPasswordRequests } from "@quietroom/services/staff";
import { listenToOutbox, relayOutbox, type RelayedEvent } from "@quietroom/services/relay-outbox";

export type OutboxRelay = {
  start(): void;
  /** Finishes the studio it is at and stops. What is left waits in the outbox. */
  stop(): Promise<void>;
  /** Whether it is working: started, and its latest round through the studios that had something waiting went well. */
  running(): boolean;
  /** Relays what waits in every studio, once. */
  relayAll(): Promise<number>;
};

/**
 * Takes events from every studio's outbox to the job engine: at once when the database announces one, and by asking every few
 * seconds which studios have something waiting, which also finds what was announced while nobody listened. At least once, in the order of each
 * studio; `deliver` knows repeats by their id. One studio's failure holds up no other and is tried again on the next round.
 */
export function createOutboxRelay(options: {
  readonly runtime: Runtime;
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly deliver: (events: readonly RelayedEvent[]) => Promise<void>;
  readonly sweepEveryMs?: number;
}): OutboxRelay {
  const { runtime, log, deliver, sweepEveryMs = 5_000 } = options;
  const announced = new Set<string>();
  let sweepDue = true;
  let healthy = false;
  let wake: () => void = () => undefined;
  let work: Promise<void> | null = null;
  const state = { stopping: false };

  /** Relays one studio; answers null when it could not. */
  async function relayOne(tenantId: string): Promise<number | null> {
    try {
      return (await relayOutbox(systemContext(runtime, tenantId, "relay-outbox"), deliver)).relayed;
    } catch (error) {
      log.warn("outbox_relay_failed", {
        tenantId,
        error: error instanceof Error ? error.name : typeof error,
      });
      return null;
    }
  }

  /** One request that cannot be answered holds up no studio. */
  async function answerRequests(): Promise<number> {
    try {
      return await answerPasswordRequests(runtime);
    } catch (error) {
      log.warn("password_requests_failed", { error: error instanceof Error ? error.name : typeof error });
      return 0;
    }
  }

  async function relayAll(): Promise<number> {
    // What was asked of no studio becomes mail in the outboxes of those it concerns.
    let relayed = await answerRequests();
    let failed = 0;
    for (const { tenantId } of await studiosWaiting(runtime)) {
      if (state.stopping) break;
      const count = await relayOne(tenantId);
      if (count === null) failed += 1;
      relayed += count ?? 0;
    }
    healthy = failed === 0;
    return relayed;
  }

  async function sweep(): Promise<void> {
    try {
      await relayAll();
    } catch (error) {
      healthy = false;
      log.warn("outbox_sweep_failed", { error: error instanceof Error ? error.name : typeof error });
    }
  }

  async function loop(): Promise<void> {
    while (!state.stopping) {
      const [tenantId] = announced;
      if (sweepDue) {
        sweepDue = false;
        announced.clear();
        await sweep();
      } else if (tenantId !== undefined) {
        // Forgotten before the work, so that an announcement during it is not lost.
        announced.delete(tenantId);
        await relayOne(tenantId);
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  function look(): void {
    sweepDue = true;
    wake();
  }

  let closeListener: () => Promise<void> = async () => undefined;

  return {
    start() {
      if (work !== null) return;
      state.stopping = false;
      const listener = listenToOutbox({
        connectionString: options.databaseUrl,
        onEvent(tenantId) {
          announced.add(tenantId);
          wake();
        },
        onConnected: look,
        onLost: () => log.warn("outbox_listener_lost"),
      });
      const timer = setInterval(look, sweepEveryMs);
      closeListener = async () => {
        clearInterval(timer);
        await listener.close();
      };
      work = loop();
    },
    async stop() {
      state.stopping = true;
      wake();
      await closeListener();
      await work;
      work = null;
      healthy = false;
    },
    running: () => work !== null && healthy,
    relayAll,
  };
}
