import type { calendarRange as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { practitionersWithin } from "@quietroom/domain/access";
import { dayBounds, daysBetween, interval } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { studioClock } from "../studio-clock.ts";
import { eachBusyElsewhere } from "./busy.ts";
import { calendarRows } from "./calendar-rows.ts";
import { staffDiaries } from "./staff-diaries.ts";

const longestDays = 42;

/**
 * Everything on the calendar in local dates `from` to before `until` of the studio's zone: whose permission is their own sees their
 * own. The audit names the clients whose records were shown, not only that a list was opened (AUD-03). Holds are shown
 * while they stand, and of other calendars that somebody is busy there, and nothing else. Practitioners who have left are shown while they have visits there (ec-L9). Throws `invalid` for a
 * range that is empty, reversed or longer than six weeks.
 */
export const calendarRange = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.calendar_range",
  permission: "calendar:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, actor, audit }) {
    const { from, until } = input;
    const days = daysBetween(from, until);
    if (days < 1 || days > longestDays) throw new AppError("invalid");
    const studio = await studioClock(tx, tenantId);
    const range = interval(dayBounds(from, studio.timeZone).start, dayBounds(until, studio.timeZone).start);
    const ask = { tenantId, now, range, practitionerIds: practitionersWithin(actor, "calendar:view") };
    const rows = await calendarRows(tx, ask);
    const diaries = (await staffDiaries(tx, ask)).filter(
      ({ id, active }) => active || rows.some((row) => peopleOf(row).includes(id)),
    );
    const busy = await eachBusyElsewhere(tx, {
      tenantId,
      practitionerIds: diaries.map(({ id }) => id),
      window: range,
    });
    const clientIds = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
    audit({ action: "read", resource: "calendar", resourceId: null, detail: { from, until, clientIds } });
    return {
      ...studio,
      now,
      practitioners: diaries.map(({ id, displayName, title }) => ({ id, displayName, title })),
      openHours: diaries.flatMap(({ id, open }) =>
        open.map(({ start, end }) => ({ practitionerId: id, start, end })),
      ),
      busyElsewhere: [...busy],
      appointments: rows.map(({ clientId: _clientId, ...block }) => block),
    };
  },
});
