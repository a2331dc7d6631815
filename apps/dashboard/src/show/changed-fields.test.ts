import { expect, test } from "vitest";
import { besideFields, changedFields } from "./changed-fields.ts";

type Room = { readonly name: string; readonly holds: number; readonly type: string };

const said = {
  name: { label: "Name", says: ({ name }: Room) => name },
  holds: { label: "People it holds", says: ({ holds }: Room) => String(holds) },
  type: { label: "Type", says: ({ type }: Room) => type },
};
const room: Room = { name: "Garden room", holds: 4, type: "Studio" };

test("API-18 what somebody else changed is said by field, and what they left alone is not", () => {
  const changed = changedFields(said, room, { ...room, holds: 6 });
  expect(changed).toEqual([{ field: "holds", label: "People it holds", present: "6" }]);
  expect(besideFields(changed)).toEqual({ holds: "By now it is: 6." });
  expect(changedFields(said, room, { ...room })).toEqual([]);
});

test("API-18 what was emptied is said to be nothing", () => {
  expect(changedFields(said, room, { ...room, type: "" })).toEqual([
    { field: "type", label: "Type", present: "nothing" },
  ]);
});
