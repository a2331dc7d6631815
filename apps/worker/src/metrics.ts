import type { JobsFigures } from "@quietroom/jobs";
import { Gauge, Registry } from "prom-client";

/**
 * The figures as Prometheus reads them. Gauges alone, of what the database says at this moment: every worker of an installation tells the same,
 * and none begins anew when it restarts. No label names a studio or a person.
 */
export async function metricsText(figures: JobsFigures): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const one = (name: string, help: string, value: number) =>
    new Gauge({ name: `quietroom_${name}`, help, registers }).set(value);
  const many = (name: string, help: string, label: string, values: Readonly<Record<string, number>>) => {
    const gauge = new Gauge({ name: `quietroom_${name}`, help, labelNames: [label], registers });
    for (const [is, value] of Object.entries(values)) gauge.set({ [label]: is }, value);
  };

  const { runs, outbox, deadLetters, messages } = figures;
  if (runs !== null) {
    many("runs", "Runs that have not ended, by how they stand", "state", runs.open);
    many("runs_ended_last_day", "Runs that ended in the last 24 hours", "status", runs.endedLastDay);
    one("run_oldest_due_seconds", "For how long the oldest due run has been due", runs.oldestDueMs / 1000);
  }
  one("outbox_waiting_events", "Events that were written and have not left", outbox.waiting);
  one(
    "outbox_lag_seconds",
    "For how long the oldest of them has waited, in any studio",
    outbox.oldestMs / 1000,
  );
  one("dead_letters", "Work that failed for good and nobody has settled", deadLetters);
  const lag = messages.filter(({ outcome }) => outcome === "waiting").map(({ oldestMs }) => oldestMs);
  one("message_lag_seconds", "For how long the oldest due message waits", Math.max(0, ...lag) / 1000);
  const ledger = new Gauge({
    name: "quietroom_messages_last_day",
    help: "Messages that were due in the last 24 hours, by what became of them; those that wait, however long they have been due",
    labelNames: ["channel", "outcome"],
    registers,
  });
  for (const { channel, outcome, messages: count } of messages) ledger.set({ channel, outcome }, count);
  return await registry.metrics();
}
