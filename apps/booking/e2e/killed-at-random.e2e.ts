import { randomInt, randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { PublicInput, PublicRouter } from "@quietroom/api/client";
import { anotherAddress } from "@quietroom/testing/browser";
import { person, wallTime } from "@quietroom/testing/booking";
import { clientsOf } from "@quietroom/testing/clients";
import { type OwnProduct, startOwnProduct } from "@quietroom/testing/own-product";
import { joinInput } from "@quietroom/testing/waitlist";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import superjson from "superjson";

const visitors = Array.from({ length: 100 }, (_, n) => person(`Books${n}`));
const waiting = Array.from({ length: 20 }, (_, n) => person(`Waits${n}`));
const leaving = new Set(visitors.slice(0, 40).map(({ email }) => email));
const staying = visitors.map(({ email }) => email).filter((email) => !leaving.has(email));

test("BOOK-13 NOTIF-03 WAIT-04 ec-H21 booking site and worker killed at random: no booking lost, no message twice, no orphan hold", async () => {
  test.setTimeout(600_000);
  const product = await startOwnProduct("killed", {
    practitioners: 4,
    rooms: 4,
    hours: [["07:00", "22:00"]],
    service: { stepMin: 60 },
  });
  try {
    const crashes = crashingBetween(product, 8, 20);
    const client = createTRPCClient<PublicRouter>({
      links: [
        httpBatchLink({
          url: `${product.urls.booking}/api/trpc`,
          transformer: superjson,
          maxItems: 1,
          // What every browser says of a page of the site's own; a hundred people are not at one address.
          headers: () => ({ origin: product.urls.booking, ...anotherAddress() }),
        }),
      ],
    });
    const { studio } = product;

    /** What a person does about a page that did not answer: the same again, until there is an answer. */
    async function persist<T>(ask: () => Promise<T>): Promise<T> {
      for (;;) {
        try {
          const answer = await ask();
          await crashes.afterAnswer();
          return answer;
        } catch (error) {
          const status = error instanceof TRPCClientError ? error.data?.httpStatus : null;
          // A site that is dying may say nothing, or that it is unavailable; it never says that it failed.
          if (status !== undefined && status !== 503) throw error;
          await crashes.over();
        }
      }
    }

    async function book(details: (typeof visitors)[number], n: number): Promise<string> {
      const choice: PublicInput["hold"]["create"]["choice"] = {
        serviceId: studio.serviceId,
        practitionerId: studio.practitionerIds[n % 4] ?? null,
        mode: "telehealth",
        locationId: studio.locationId,
      };
      const hour = String(7 + (Math.floor(n / 4) % 15)).padStart(2, "0");
      let startsAt: number = wallTime(n < 60 ? 4 : 5, `${hour}:00`);
      for (;;) {
        const wish = { studio: studio.slug, choice, startsAt, viewerZone: null, releaseToken: null };
        const hold = await persist(() => client.hold.create.mutate(wish));
        if (!hold.ok) {
          // The hold whose answer died with the site stands for ten minutes; its owner takes another time meanwhile.
          expect(hold.refusal.code).toBe("slot_taken");
          startsAt = hold.refusal.alternatives[0]?.startsAt ?? Number.NaN;
          continue;
        }
        const form = {
          studio: studio.slug,
          token: hold.value.token,
          details,
          acceptedPolicyVersion: 1,
          acceptedDocuments: [],
          idempotencyKey: randomUUID(),
        };
        const booked = await persist(() => client.booking.confirm.mutate(form));
        if (!booked.ok) throw new Error(`a standing hold was refused: ${booked.refusal.code}`);
        return booked.value.manageToken;
      }
    }

    await abreast(waiting, async (details) => {
      const form = { studio: studio.slug, ...joinInput(studio, details) };
      expect((await persist(() => client.waitlist.join.mutate(form))).ok).toBe(true);
    });
    await abreast(visitors, async (details, n) => {
      const token = await book(details, n);
      if (!leaving.has(details.email)) return;
      const farewell = { studio: studio.slug, token, reason: "" };
      const left = await persist(() => client.visit.cancel.mutate(farewell));
      // A farewell whose answer was lost is said again.
      expect(left.ok || left.refusal.code === "already_cancelled").toBe(true);
    });

    // Each who waits is offered a freed hour and takes it, while the killing goes on.
    const taken = new Set<string>();
    let crashesPast = 0;
    await expect(async () => {
      for (const token of await offerTokens(product)) {
        if (taken.has(token)) continue;
        const answer = { studio: studio.slug, token, answer: "accept" as const };
        expect(await persist(() => client.offer.answer.mutate(answer))).toMatchObject({ ok: true });
        taken.add(token);
      }
      // Little by little, or the offers lapse; after a crash a minute, which is how long a dead worker's message is its own.
      await letTimePass(product, crashes.count() > crashesPast ? 61_000 : 2_000);
      crashesPast = crashes.count();
      expect(taken.size).toBe(waiting.length);
    }).toPass({ timeout: 240_000, intervals: [500] });
    expect(crashes.count(), "enough was killed for this to mean something").toBeGreaterThan(10);

    await expect(async () => {
      await letTimePass(product, 10 * 61_000);
      expect(await undone(product)).toEqual({ held: 0, offering: 0, due: 0, outbox: 0, events: 0, calls: 0 });
    }).toPass({ timeout: 120_000, intervals: [500] });

    expect(await product.query("select function_id, output from jobs.run where status = 'failed'")).toEqual(
      [],
    );

    const took = waiting.map(({ email }) => email);
    expect(await emailsOfVisits(product, "scheduled")).toEqual([...staying, ...took].toSorted());
    expect(await emailsOfVisits(product, "cancelled")).toEqual([...leaving].toSorted());

    const mails = await inbox(product);
    const said = mails.map(({ to, subject }) => `${to.join()}: ${subject}`).toSorted();
    expect(said, "no message twice").toEqual([...new Set(said)]);
    for (const email of [...staying, ...took]) {
      const invitations = mails.filter(({ to, attachments }) => to.includes(email) && attachments.length > 0);
      expect(invitations, `one confirmation to ${email}`).toHaveLength(1);
    }

    // The ledger calls nothing sent that was not. What it skipped may have arrived only if a worker died between sending it and
    // writing that down, and it was no longer true by the time another looked.
    const arrived = await arrivedKeys(product);
    const ledger = await product.query(
      "select id, status::text, claimed_at is not null as tried from notification",
    );
    const ids = (rows: typeof ledger) => rows.map(({ id }) => String(id));
    const sent = ids(ledger.filter(({ status }) => status === "sent"));
    expect(sent.filter((id) => !arrived.includes(id))).toEqual([]);
    const tried = ids(
      ledger.filter(({ status, tried: wasTried }) => status === "skipped" && wasTried === true),
    );
    expect(arrived.filter((id) => !sent.includes(id) && !tried.includes(id))).toEqual([]);
  } finally {
    await product.stop();
  }
});

/** Kills the booking site, the worker or both after every so many answers, and starts them again. */
function crashingBetween(product: OwnProduct, fewest: number, most: number) {
  let left = randomInt(fewest, most);
  let count = 0;
  let crash: Promise<unknown> = Promise.resolve();
  return {
    count: () => count,
    /** Resolves when what was killed last answers again. */
    over: () => crash,
    async afterAnswer(): Promise<void> {
      left -= 1;
      if (left > 0) return;
      left = randomInt(fewest, most);
      await crash;
      count += 1;
      const victims = [["booking"], ["worker"], ["booking", "worker"]] as const;
      crash = Promise.all((victims[randomInt(3)] ?? []).map((program) => product.crash(program)));
    },
  };
}

/** Six at a time, each to its end. */
async function abreast<T>(
  all: readonly T[],
  visit: (each: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = all.entries();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const [index, each] of queue) await visit(each, index);
    }),
  );
}

/** On the studio's clock: pauses between tries end. A dead worker's calls are anybody's again after half a real minute. */
async function letTimePass(product: OwnProduct, ms: number): Promise<void> {
  await product.query("update dev_clock.shift set ms = ms + $1", [ms]);
}

async function undone(product: OwnProduct) {
  const [row] = await product.query(
    `select (select count(*)::int from appointment where status = 'held') as held,
       (select count(*)::int from opening where status = 'offering') as offering,
       (select count(*)::int from notification where status in ('planned', 'claimed') and due_at <= app.now()) as due,
       (select count(*)::int from outbox where relayed_at is null) as outbox,
       (select count(*)::int from jobs.event where done_at is null) as events,
       (select count(*)::int from jobs.job where kind = 'call' and due_at <= app.now()) as calls`,
  );
  return row;
}

async function emailsOfVisits(product: OwnProduct, status: string): Promise<string[]> {
  const rows = await product.query(
    "select client_id from appointment where status = $1::appointment_status and client_id is not null",
    [status],
  );
  const { runtime } = product.studio.as("system");
  const clients = await clientsOf(runtime, product.studio.tenantId);
  const emailOf = new Map(clients.map(({ id, email }) => [id, email]));
  return rows.map((row) => emailOf.get(String(row["client_id"])) ?? "").toSorted();
}

async function offerTokens(product: OwnProduct): Promise<string[]> {
  const links = (await inbox(product)).map(({ text }) => /\/offer\/([\w.-]+)/.exec(text)?.[1]);
  return links.filter((token) => token !== undefined);
}

type Mail = {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly unknown[];
};

async function inbox(product: OwnProduct): Promise<readonly Mail[]> {
  const answer: unknown = await (await fetch(`${product.urls.sandbox}/api/inbox?to=`)).json();
  return mailsIn(answer);
}

/** The key of every message that the provider took: the id of its row in the ledger. */
async function arrivedKeys(product: OwnProduct): Promise<string[]> {
  const answer: unknown = await (await fetch(`${product.urls.sandbox}/api/requests`)).json();
  return requestsIn(answer).map(({ headers }) => headers["idempotency-key"] ?? "none");
}

type Requests = { readonly requests: readonly { readonly headers: Readonly<Record<string, string>> }[] };

/** The sandbox's own answer, whose shape its own tests hold, which is why the cast holds. */
function requestsIn(answer: unknown): Requests["requests"] {
  return (answer as Requests).requests;
}

/** The inbox's own answer, whose shape its own tests hold, which is why the cast holds. */
function mailsIn(answer: unknown): readonly Mail[] {
  return (answer as { readonly messages: readonly Mail[] }).messages;
}
