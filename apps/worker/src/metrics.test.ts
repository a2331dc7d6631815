import { expect, test } from "vitest";
import { metricsText } from "./metrics.ts";

const figures = {
  runs: {
    open: { waiting: 7, due: 2, at_work: 1, again: 3 },
    endedLastDay: { completed: 40, failed: 1, cancelled: 0 },
    oldestDueMs: 1500,
  },
  outbox: { waiting: 4, oldestMs: 250 },
  deadLetters: 5,
  messages: [
    { channel: "email", outcome: "sent", messages: 30, oldestMs: 9000 },
    { channel: "email", outcome: "waiting", messages: 1, oldestMs: 3000 },
  ],
};

const told = async (of: Parameters<typeof metricsText>[0]) =>
  (await metricsText(of)).split("\n").filter((line) => line !== "" && !line.startsWith("#"));

test("INFRA-11 the metrics tell runs by state, what is late, what has not left, what failed and what became of messages", async () => {
  expect(await told(figures)).toEqual([
    'quietroom_runs{state="waiting"} 7',
    'quietroom_runs{state="due"} 2',
    'quietroom_runs{state="at_work"} 1',
    'quietroom_runs{state="again"} 3',
    'quietroom_runs_ended_last_day{status="completed"} 40',
    'quietroom_runs_ended_last_day{status="failed"} 1',
    'quietroom_runs_ended_last_day{status="cancelled"} 0',
    "quietroom_run_oldest_due_seconds 1.5",
    "quietroom_outbox_waiting_events 4",
    "quietroom_outbox_lag_seconds 0.25",
    "quietroom_dead_letters 5",
    "quietroom_message_lag_seconds 3",
    'quietroom_messages_last_day{channel="email",outcome="sent"} 30',
    'quietroom_messages_last_day{channel="email",outcome="waiting"} 1',
  ]);
});

test("INFRA-11 where an Inngest server runs the functions, nothing is said of runs", async () => {
  const lines = await told({ ...figures, runs: null, messages: [] });
  expect(lines.some((line) => line.startsWith("quietroom_run"))).toBe(false);
  expect(lines).toContain("quietroom_message_lag_seconds 0");
});
