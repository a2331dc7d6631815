import type { ClientDetails } from "@quietroom/contracts/public-booking";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import type { MessageContent } from "@quietroom/domain/messaging";
import { ok, type Result } from "@quietroom/domain/result";
import { addDays, instant, type Instant, localDate, resolveWallTime } from "@quietroom/domain/time";
import type { MessageSender, OutgoingMessage, SendRefusal } from "@quietroom/services/ports";
import { answerOffer } from "@quietroom/services/waitlist";
import {
  bookVisit,
  createStudio,
  idIn,
  inspect,
  joinLine,
  openInngestServer,
  person,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { afterAll } from "vitest";
import { createJobs, type Jobs, type JobsMode } from "../src/index.ts";

/** A sender that keeps what it was given instead of sending it. It can be told to fail, as providers do. */
type RecordingSender = MessageSender & {
  readonly sent: OutgoingMessage[];
  /** Answers for the next sends, first to last; after them everything is accepted. */
  readonly refusals: SendRefusal[];
  readonly tried: string[];
};

function recordingSender(): RecordingSender {
  const sent: OutgoingMessage[] = [];
  const refusals: SendRefusal[] = [];
  const tried: string[] = [];
  return {
    sent,
    refusals,
    tried,
    async send(message): Promise<Result<{ providerId: string }, SendRefusal>> {
      tried.push(message.idempotencyKey);
      const refusal = refusals.shift();
      if (refusal !== undefined) return { ok: false, refusal };
      // As a provider does: the same key is the same message.
      if (!sent.some(({ idempotencyKey }) => idempotencyKey === message.idempotencyKey)) sent.push(message);
      return ok({ providerId: `provider-${message.idempotencyKey}` });
    },
  };
}

/** Who runs the functions in a story. */
export type RunBy = "the embedded engine" | "an Inngest server";

/** A studio, its jobs, and what people do there; the clock is the database's and moves on command. */
export async function tellStory(
  wishes: Parameters<typeof createStudio>[1] = {},
  runBy: RunBy = "the embedded engine",
) {
  const database = await testDatabase();
  const query = await inspect(database);
  const sender = recordingSender();
  const runtime = await testRuntime(database, { sender });
  const studio = await createStudio(runtime, wishes);
  const newJobs = (mode: JobsMode = { kind: "embedded" }): Jobs =>
    createJobs({ mode, runtime, databaseUrl: database.appUrl, log: runtime.log });
  const timeZone = wishes.timeZone ?? "America/New_York";

  async function now(): Promise<Instant> {
    const [row] = await query("select (extract(epoch from app.now()) * 1000)::bigint::text as now");
    return instant(Number(row?.["now"]));
  }

  /** A server, and jobs that it runs: it reaches their door without a network in between. */
  async function jobsAtServer() {
    const doors: Jobs[] = [];
    const server = await openInngestServer({
      now,
      reach: async (request) => {
        const door = doors[0]?.serveHandler;
        if (!door) throw new Error("a server needs a door");
        return await door(request);
      },
    });
    const { url: baseUrl, eventKey, signingKey } = server;
    const mode: JobsMode = { kind: "server", eventKey, signingKey, baseUrl, serveOrigin: "http://jobs.test" };
    const jobs = newJobs(mode);
    doors.push(jobs);
    afterAll(async () => {
      await jobs.stop();
      await server.close();
    });
    const settle = async () => {
      do await jobs.settle();
      while ((await server.settle()) > 0);
    };
    return { server, mode, jobs, settle };
  }

  async function jobsHere() {
    const jobs = newJobs();
    afterAll(() => jobs.stop());
    return await Promise.resolve({ jobs, settle: () => jobs.settle() });
  }

  /** Has the server hear of the functions as an operator does. */
  async function synced() {
    const there = await jobsAtServer();
    const { status } = await there.server.sync("http://jobs.test/api/inngest");
    if (status !== 200) throw new Error("the server did not take the functions");
    return there;
  }
  const { jobs, settle } = runBy === "an Inngest server" ? await synced() : await jobsHere();

  return {
    database,
    query,
    sender,
    runtime,
    studio,
    jobs,
    newJobs,
    now,
    settle,
    jobsAtServer,
    /** Moves the clock to an instant and lets everything due happen. */
    async settleAt(at: Instant) {
      await database.advanceClock(at - (await now()));
      await settle();
    },
    /** Wall-clock time at the studio, that many days from today. */
    async at(daysAhead: number, time: string) {
      return resolveWallTime(addDays(localDate(await now(), timeZone), daysAhead), time, timeZone);
    },
    async book(startsAt: Instant, who: Partial<ClientDetails> = {}) {
      const { id } = await bookVisit(studio, {
        startsAt,
        viewerZone: timeZone,
        who: { ...person("Ana"), ...who },
      });
      return { appointmentId: asId<AppointmentId>(id) };
    },
    /** Joins the waitlist for any time in the coming weeks. */
    async join(who: Partial<ClientDetails>) {
      await joinLine(studio, { ...person("Ana"), ...who });
    },
    /** What somebody was sent, oldest first. */
    sentTo(email: string): readonly MessageContent[] {
      return sender.sent.filter(({ to }) => to === email).map(({ content }) => content);
    },
    /** Answers the latest offer that somebody was sent, through its link. */
    async answer(email: string, answer: "accept" | "decline") {
      const content = sender.sent.findLast(
        ({ to, content: { template } }) => to === email && template === "waitlist-offer",
      )?.content;
      if (content?.template !== "waitlist-offer") throw new Error("nothing was offered");
      return await answerOffer(studio.as({ link: "offer", id: linkedId(studio, content.acceptUrl) }), {
        answer,
      });
    },
  };
}

/** The record behind a link in a message, or behind a bare token. */
export function linkedId(studio: TestStudio, link: string): string {
  return idIn(studio, link.split("/").at(-1)?.split("?")[0] ?? "");
}
