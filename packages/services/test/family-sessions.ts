import type { InputOf } from "@quietroom/contracts/wire";
import type { saveService as saveContract } from "@quietroom/contracts/studio";
import { asId, type PractitionerId, type ServiceId } from "@quietroom/domain/ids";
import { type Instant, localDate } from "@quietroom/domain/time";
import {
  createStudio,
  holdInput,
  type inspect,
  succeeded,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect } from "vitest";
import { holdSlot, listSlots, releaseHold } from "../src/scheduling/index.ts";
import { listServices, saveService } from "../src/studio/index.ts";

/** The time, and its date, that tests of people who come together are about. */
export const ten = wallTime(4, "10:00");
export const date = localDate(ten, "America/New_York");

/** Studios in which two give sessions together, and what tests ask of them. */
export function familySessions(
  runtime: Parameters<typeof createStudio>[0],
  query: Awaited<ReturnType<typeof inspect>>,
) {
  /** Three practitioners who each give a session alone, and the first two a family session together. */
  async function familyStudio() {
    const alone = await createStudio(runtime, { practitioners: 3, rooms: 3 });
    const [ana, ben, cleo] = alone.practitionerIds;
    if (ana === undefined || ben === undefined || cleo === undefined) throw new Error("three practitioners");
    const [plain] = await listServices(alone.as("admin"), {});
    if (plain === undefined) throw new Error("a service");
    const { slug: _slug, currency: _currency, ...fields } = plain;
    const family = succeeded(
      await saveService(alone.as("admin"), {
        ...(fields as InputOf<typeof saveContract>),
        id: null,
        version: null,
        name: "Family session",
        practitionerIds: [ana, ben],
        together: true,
      }),
    );
    return { alone, together: { ...alone, serviceId: asId<ServiceId>(family.id) }, ana, ben, cleo };
  }

  async function offered(studio: TestStudio, practitionerId: PractitionerId | null = null) {
    const { choice } = holdInput(studio, { startsAt: ten, practitionerId });
    const { starts } = await listSlots(studio.as("public"), { choice, from: date, days: 1 });
    return starts;
  }

  const holding = async (
    studio: TestStudio,
    practitionerId: PractitionerId | null,
    startsAt: Instant = ten,
  ) => await holdSlot(studio.as("public"), holdInput(studio, { startsAt, practitionerId }));

  async function versionOf(id: string): Promise<number> {
    const [row] = await query("select version from appointment where id = $1", [id]);
    return Number(row?.["version"]);
  }

  /** Whether each of the three can be had alone at a time, as the offer and the commit both say. */
  async function free(studio: TestStudio, startsAt: Instant = ten): Promise<readonly boolean[]> {
    const answers: boolean[] = [];
    for (const who of studio.practitionerIds) {
      const held = await holding(studio, who, startsAt);
      expect((await offered(studio, who)).includes(startsAt)).toBe(false);
      if (held.ok) {
        const id = studio.as("public").runtime.links.verify(held.value.token)?.id ?? "";
        await releaseHold(studio.as({ link: "hold", id }), {});
      }
      expect((await offered(studio, who)).includes(startsAt)).toBe(held.ok);
      answers.push(held.ok);
    }
    return answers;
  }

  return { familyStudio, offered, holding, versionOf, free };
}
