import { randomUUID } from "node:crypto";
import type { TestStudio } from "@quietroom/testing/create-studio";

/** Calls of the booking site's public procedures over HTTP, as its own pages make them. */
export function publicCalls(bookingUrl: string, studio: TestStudio) {
  const choice = {
    serviceId: studio.serviceId,
    practitionerId: null as string | null,
    mode: "telehealth",
    locationId: studio.locationId,
  };

  async function query(path: string, input: unknown): Promise<unknown> {
    const url = `${bookingUrl}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
    return await answer(await fetch(url));
  }

  async function mutate(path: string, input: unknown): Promise<unknown> {
    return await answer(
      await fetch(`${bookingUrl}/api/trpc/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: bookingUrl },
        body: JSON.stringify({ json: input }),
      }),
    );
  }

  return {
    noop: () => query("ping", null),
    slots: (from: string, days: number) => query("slots.list", { studio: studio.slug, choice, from, days }),
    /** Holds a time and confirms it. Answers whether it was still free. */
    async book(startsAt: number, practitionerId: string, policyVersion: number): Promise<boolean> {
      const hold = await mutate("hold.create", {
        studio: studio.slug,
        choice: { ...choice, practitionerId },
        startsAt,
        viewerZone: null,
        releaseToken: null,
      });
      const token = read(read(hold, "value"), "token");
      if (typeof token !== "string") return false;
      const booked = await mutate("booking.confirm", {
        studio: studio.slug,
        token,
        details: {
          givenName: "Bench",
          familyName: `Client ${startsAt}`,
          birthDate: "1980-01-01",
          email: `bench-${startsAt}-${practitionerId}@example.com`,
          phone: "+1 212 555 0100",
        },
        acceptedPolicyVersion: policyVersion,
        acceptedDocuments: [],
        idempotencyKey: randomUUID(),
      });
      return read(booked, "ok") === true;
    },
  };
}

async function answer(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${response.url.split("?")[0]} answered ${response.status}`);
  return read(read(read(body, "result"), "data"), "json");
}

/** One field of something that came over the wire. */
export function read(from: unknown, key: string): unknown {
  return typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined;
}
