import { consentRules } from "@quietroom/domain/records";
import { addDays, instant, localDate, resolveWallTime } from "@quietroom/domain/time";
import { answerConsent } from "@quietroom/services/agreements";
import type { OutgoingMessage } from "@quietroom/services/ports";
import {
  bookVisit,
  clientCalled,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { afterAll, expect, test } from "vitest";
import { createJobs } from "../jobs.ts";

const newYork = "America/New_York";

test("NOTIF-01 NOTIF-04 who agreed is texted beside the mail: that it is booked, and before it begins, each once", async () => {
  const database = await testDatabase();
  const query = await inspect(database);
  const texts: OutgoingMessage<"sms">[] = [];
  const mails: OutgoingMessage[] = [];
  const keep = <Message>(kept: Message[]) => ({
    async send(message: Message) {
      kept.push(message);
      return await Promise.resolve({ ok: true, value: { providerId: `p${kept.length}` } } as const);
    },
  });
  const runtime = await testRuntime(database, { sender: keep(mails), texter: keep(texts) });
  const studio = await createStudio(runtime, { timeZone: newYork });
  const jobs = createJobs({
    mode: { kind: "embedded" },
    runtime,
    databaseUrl: database.appUrl,
    log: runtime.log,
  });
  afterAll(() => jobs.stop());
  const now = async () => {
    const [row] = await query("select (extract(epoch from app.now()) * 1000)::bigint::text as now");
    return instant(Number(row?.["now"]));
  };
  const at = (days: number, time: string, from: Awaited<ReturnType<typeof now>>) =>
    resolveWallTime(addDays(localDate(from, newYork), days), time, newYork);
  const began = at(1, "12:00", await now());
  await database.advanceClock(began - (await now()));

  const startsAt = at(4, "15:00", began);
  await bookVisit(studio, { startsAt, viewerZone: newYork, who: person("Ana") });
  const client = await clientCalled(runtime, studio.tenantId, "Ana");
  const { version } = consentRules.text_messages;
  const yes = { kind: "text_messages", answer: "given", version } as const;
  succeeded(await answerConsent(studio.as({ client }), yes));
  await jobs.settle();
  expect(texts.map(({ content }) => content.template)).toEqual(["appointment-confirmation"]);
  for (const due of [at(2, "15:00", began), at(3, "15:00", began), at(4, "13:00", began)]) {
    await database.advanceClock(due - (await now()));
    await jobs.settle();
  }
  await jobs.settle();
  expect(texts.map(({ content }) => content.template)).toEqual([
    "appointment-confirmation",
    ...Array.from({ length: 3 }, () => "appointment-reminder"),
  ]);
  expect(mails.map(({ content }) => content.template)).toEqual(texts.map(({ content }) => content.template));
  expect(new Set(texts.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(4);
});
