import { expect, test } from "vitest";
import { affectedRefusal, givenToNobody, reassignRefusal } from "./affected-words.ts";

test("SCHED-30 whoever comes too late to give a visit away reads who is still free, or what else to do", () => {
  const free = [{ displayName: "Tom Reed" }, { displayName: "Vera Lindqvist" }];
  expect(reassignRefusal("slot_taken", free)).toBe(
    "They are not free then any more. Still free: Tom Reed, Vera Lindqvist.",
  );
  expect(reassignRefusal("outside_hours", [])).toBe(
    "They are not free then any more. Nobody else is: move the visit, or cancel it.",
  );
  expect(reassignRefusal("no_room", free)).toContain("No room is free then.");
  expect(reassignRefusal("changed_meanwhile", [])).toContain("What you see now is current");
  expect(affectedRefusal("session_over")).toContain("not possible any more");
});

test("SCHED-30 SCHED-11 a visit that several hold says why it is handed to nobody, and what to do instead", () => {
  const group = { capacity: 4, openOnline: true };
  expect(givenToNobody({ together: false, group: null })).toBe("Nobody else can take it at that time.");
  expect(givenToNobody({ together: true, group: null })).toContain(
    "Move it to a time at which all of them can come",
  );
  expect(reassignRefusal("held_together", [])).toBe(givenToNobody({ together: true, group: null }));
  expect(givenToNobody({ together: true, group })).toContain("choose who leads it");
});
