import { outboxAnnouncement } from "@quietroom/contracts/events";
import { listen, type Listener } from "@quietroom/db";

/**
 * Hears of every event that is written, in any studio, over one connection of its own that is made again when lost. What was
 * written while nobody listened is not announced again: `onConnected` says that it is time to look everywhere.
 */
export function listenToOutbox(options: {
  readonly connectionString: string;
  onEvent(tenantId: string): void;
  onConnected(): void;
  onLost(): void;
}): Listener {
  return listen({
    connectionString: options.connectionString,
    channel: "outbox",
    onConnected: () => options.onConnected(),
    onLost: () => options.onLost(),
    onMessage(payload) {
      const announced = outboxAnnouncement.safeParse(parsed(payload));
      if (announced.success) options.onEvent(announced.data.tenantId);
    },
  });
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
