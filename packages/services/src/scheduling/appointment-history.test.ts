import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { historyWords } from "./appointment-history.ts";

const rooms = ["scheduling", "groups", "waitlist", "rezone"];

test("AUD-05 whatever changes a visit has a word in its history", () => {
  const sources = rooms.flatMap((room) => {
    const folder = join(import.meta.dirname, "..", room);
    return readdirSync(folder)
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => readFileSync(join(folder, file), "utf8"));
  });
  const verbs = sources.flatMap((source) =>
    [...source.matchAll(/name: "([a-z]+\.[a-z_]+)"/g)].map(([, name = ""]) => name),
  );
  expect(Object.keys(historyWords).filter((name) => !verbs.includes(name))).toEqual([]);
  // These read, are about something else than a visit, leave none behind, or are told by what they changed it to.
  expect(verbs.filter((name) => historyWords[name] === undefined).toSorted()).toMatchInlineSnapshot(`
    [
      "groups.list_sessions",
      "groups.preview_repeat",
      "groups.roster",
      "groups.set_screening",
      "rezone.list_visits",
      "scheduling.answer_booking_request",
      "scheduling.answer_cancellation_request",
      "scheduling.appointment_panel",
      "scheduling.ask_booking_code",
      "scheduling.calendar_range",
      "scheduling.change_status",
      "scheduling.count_unsettled_series",
      "scheduling.desk_times",
      "scheduling.expire_holds",
      "scheduling.explain_time",
      "scheduling.find_move_times",
      "scheduling.find_visit_to_move",
      "scheduling.list_affected_visits",
      "scheduling.list_alternatives",
      "scheduling.list_open_sessions",
      "scheduling.list_own_visits",
      "scheduling.list_requests",
      "scheduling.list_slots",
      "scheduling.list_unsettled_series",
      "scheduling.preview_move_series",
      "scheduling.preview_series",
      "scheduling.release_hold",
      "scheduling.replace_external_busy",
      "scheduling.settle_series",
      "scheduling.staff_slots",
      "scheduling.view_appointment",
      "scheduling.view_hold",
      "scheduling.view_own_visit",
      "waitlist.board",
      "waitlist.expire_entries",
      "waitlist.figures",
      "waitlist.join",
      "waitlist.lapse_offer",
      "waitlist.list_offered_openings",
      "waitlist.move_entry",
      "waitlist.offer_by_hand",
      "waitlist.opening_line",
      "waitlist.replay_fill",
      "waitlist.skip_entry",
      "waitlist.view_offer",
      "waitlist.withdraw_entry",
      "waitlist.withdraw_lost_offer",
    ]
  `);
});
