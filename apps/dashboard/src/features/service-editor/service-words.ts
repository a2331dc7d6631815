import type { SaidFields } from "../../show/changed-fields.ts";
import { money } from "../../show/format-time.ts";
import { colorNames } from "../../show/service-color.tsx";
import type { Service } from "./service-form.tsx";

type Named = readonly { readonly id: string; readonly displayName: string }[];

const yesNo = (on: boolean) => (on ? "yes" : "no");
const minutes = (count: number) => `${count} minutes`;
const modeNames = { in_person: "in person", telehealth: "online" } as const;
const whoMayBook = {
  anyone: "anyone",
  new_only: "new clients only",
  existing_only: "only clients who have been here",
} as const;

/** What the form of a service holds, in words, by the field at which it stands. */
export function saidOfService({
  practitioners,
  resources,
  locale,
}: {
  readonly practitioners: Named;
  readonly resources: readonly { readonly id: string; readonly name: string }[];
  readonly locale: string;
}): SaidFields<Service> {
  const price = (minor: number, { currency }: Service) => money(minor, currency, locale);
  return {
    name: { label: "Name", says: ({ name }) => name },
    description: { label: "Description", says: ({ description }) => description },
    category: { label: "Category", says: ({ category }) => category },
    color: { label: "Color", says: ({ color }) => (color === null ? "none" : colorNames[color]) },
    durationMin: { label: "Length", says: ({ durationMin }) => minutes(durationMin) },
    stepMin: { label: "Starts every", says: ({ stepMin }) => minutes(stepMin) },
    bufferBeforeMin: { label: "Buffer before", says: ({ bufferBeforeMin }) => minutes(bufferBeforeMin) },
    bufferAfterMin: { label: "Buffer after", says: ({ bufferAfterMin }) => minutes(bufferAfterMin) },
    priceMinor: { label: "Price", says: (service) => price(service.priceMinor, service) },
    moreLengths: {
      label: "Other lengths",
      says: (service) =>
        service.moreLengths
          .map((one) => `${minutes(one.durationMin)} for ${price(one.priceMinor, service)}`)
          .join(", "),
    },
    ownNotice: {
      label: "Shortest notice",
      says: ({ ownNotice }) =>
        ownNotice === null
          ? "the studio's"
          : `${minutes(ownNotice.minNoticeMin)} and ${ownNotice.minNoticeDays} days`,
    },
    horizonDays: {
      label: "Bookable ahead",
      says: ({ horizonDays, horizonBusinessDays }) =>
        horizonDays !== null
          ? `${horizonDays} days`
          : horizonBusinessDays === null
            ? "the studio's"
            : `${horizonBusinessDays} business days`,
    },
    maxPerDay: { label: "Most visits a day", says: ({ maxPerDay }) => String(maxPerDay ?? "no limit") },
    maxPerWeek: { label: "Most visits a week", says: ({ maxPerWeek }) => String(maxPerWeek ?? "no limit") },
    newClients: { label: "Who may book it", says: ({ newClients }) => whoMayBook[newClients] },
    modes: { label: "Where", says: ({ modes }) => modes.map((mode) => modeNames[mode]).join(", ") },
    practitionerIds: {
      label: "Who gives it",
      says: ({ practitionerIds }) =>
        practitioners
          .filter(({ id }) => practitionerIds.includes(id))
          .map(({ displayName }) => displayName)
          .join(", "),
    },
    together: { label: "All of them come together", says: ({ together }) => yesNo(together) },
    needsRoom: { label: "Needs a room", says: ({ needsRoom }) => yesNo(needsRoom) },
    roomType: { label: "Type of room", says: ({ roomType }) => roomType || "any" },
    roomCapacity: { label: "People in it", says: ({ roomCapacity }) => String(roomCapacity) },
    roomEquipment: { label: "The room must have", says: ({ roomEquipment }) => roomEquipment.join(", ") },
    preferredRoomIds: {
      label: "Preferred rooms",
      says: ({ preferredRoomIds }) =>
        resources
          .filter(({ id }) => preferredRoomIds.includes(id))
          .map(({ name }) => name)
          .join(", "),
    },
    roomStepFree: { label: "Without a step", says: ({ roomStepFree }) => yesNo(roomStepFree) },
    deviceType: { label: "Device", says: ({ deviceType }) => deviceType },
    onlineBookable: {
      label: "Clients can book it online",
      says: ({ onlineBookable }) => yesNo(onlineBookable),
    },
    approval: { label: "You confirm each booking", says: ({ approval }) => yesNo(approval === "request") },
    needsSupervisor: {
      label: "A supervisor within reach",
      says: ({ needsSupervisor }) => yesNo(needsSupervisor),
    },
    needsScreening: { label: "Screened first", says: ({ needsScreening }) => yesNo(needsScreening) },
    active: { label: "On offer", says: ({ active }) => yesNo(active) },
  };
}
