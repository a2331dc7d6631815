import { randomInt, randomUUID } from "node:crypto";
import type { TestStudio } from "@quietroom/testing/create-studio";

/** Calls of the booking site's public procedures over HTTP, as its own pages make them. A status of 5xx, or an error, throws. */
export function publicCalls(bookingUrl: string, studio: TestStudio) {
  const { slug, serviceId, locationId } = studio;
  const choice = (practitionerId: string | null) => ({
    serviceId,
    practitionerId,
    mode: "telehealth",
    locationId,
  });

  async function query(path: string, input: unknown): Promise<unknown> {
    const url = `${bookingUrl}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
    return await answer(await fetch(url));
  }

  async function mutate(path: string, input: unknown): Promise<unknown> {
    return await answer(
      await fetch(`${bookingUrl}/api/trpc/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: bookingUrl, "x-forwarded-for": anAddress() },
        body: JSON.stringify({ json: input }),
      }),
    );
  }

  return {
    noop: () => query("ping", null),
    /** One indexed read through the same wrapper as every other procedure. */
    oneRead: () => query("legal.read", { studio: slug, kind: "privacy", version: 1 }),
    slots: (practitionerId: string | null, from: string, days: number) =>
      query("slots.list", { studio: slug, choice: choice(practitionerId), from, days }),
    /** The hold's token, or why there is none. */
    hold: async (practitionerId: string, startsAt: number) =>
      outcome(
        await mutate("hold.create", {
          studio: slug,
          choice: choice(practitionerId),
          startsAt,
          viewerZone: null,
          releaseToken: null,
        }),
        "token",
      ),
    /** The manage link's token, or why there is none. */
    confirm: async (token: string, name: string) =>
      outcome(
        await mutate("booking.confirm", {
          studio: slug,
          token,
          details: {
            givenName: "Bench",
            familyName: `Client ${name}`,
            birthDate: "1980-01-01",
            email: `bench-${name}@example.com`,
            phone: "+1 212 555 0100",
          },
          acceptedPolicyVersion: 1,
          acceptedDocuments: [],
          idempotencyKey: randomUUID(),
        }),
        "manageToken",
      ),
    move: async (token: string, practitionerId: string, startsAt: number) =>
      outcome(
        await mutate("visit.reschedule", { studio: slug, token, practitionerId, startsAt }),
        "startsAt",
      ),
  };
}

/** What came of an attempt: its value, or the code of a refusal that names other times. */
export type Outcome = { readonly won: string } | { readonly refused: string; readonly alternatives: number };

function outcome(body: unknown, key: string): Outcome {
  if (read(body, "ok") === true) return { won: String(read(read(body, "value"), key)) };
  const refusal = read(body, "refusal");
  const alternatives = read(refusal, "alternatives");
  return {
    refused: String(read(refusal, "code")),
    alternatives: Array.isArray(alternatives) ? alternatives.length : 0,
  };
}

async function answer(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (!response.ok)
    throw new Error(
      `${response.url.split("?")[0]} answered ${response.status} ${String(read(read(read(body, "error"), "json"), "message"))}`,
    );
  return read(read(read(body, "result"), "data"), "json");
}

/** One field of something that came over the wire. */
function read(from: unknown, key: string): unknown {
  return typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined;
}

/** Every caller is somebody else: of one address few times are held at once. */
function anAddress(): string {
  return `10.30.${randomInt(256)}.${randomInt(256)}`;
}
