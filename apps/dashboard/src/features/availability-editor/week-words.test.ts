import { expect, test } from "vitest";
import { hoursShown, pieceText, type Piece } from "./week-words.ts";

const clock = { timeZone: "America/New_York", locale: "en-US" };
const date = "2027-03-16";
const at = (time: string) => Date.parse(`2027-03-16T${time}-04:00`);
const midnight = Date.parse("2027-03-17T00:00-04:00");
const said = (piece: Piece, places = 1) => {
  const { what, times, more } = pieceText(piece, { date, clock, places });
  return [what, times, more].filter((words) => words !== "").join(" ");
};

const visit: Piece = {
  kind: "visit",
  start: at("12:00"),
  end: at("13:00"),
  appointmentId: "a",
  place: "Harbour",
  held: false,
  outside: true,
};
const open: Piece = { kind: "open", start: at("09:00"), end: at("17:00"), place: "Harbour" };

test("SCHED-03 a visit that stands outside the hours says so", () => {
  expect(said(visit, 2)).toBe("Visit 12:00 noon – 1:00 PM Harbour, outside these hours, and stands");
});

test("SCHED-02 every part of a day is said in words, as the picture draws it", () => {
  expect(said(open)).toBe("Open 9:00 AM – 5:00 PM");
  const blocked = {
    kind: "blocked",
    start: at("12:00"),
    end: at("13:00"),
    purpose: "training",
    reason: "Fire drill",
  };
  expect(said(blocked as Piece)).toBe("Training 12:00 noon – 1:00 PM Fire drill");
  expect(said({ kind: "time_off", start: at("00:00"), end: midnight })).toBe("Time off all day");
  expect(said({ ...open, start: at("21:00"), end: midnight })).toBe("Open 9:00 PM – midnight");
});

test("the picture shows eight to six, and as far around as the week goes", () => {
  const day = (pieces: Piece[]) => ({ date, differs: false, pieces });
  expect(hoursShown([day([open])], clock.timeZone)).toEqual({ first: 8, last: 18 });
  expect(hoursShown([day([{ ...open, start: at("06:30"), end: at("20:15") }])], clock.timeZone)).toEqual({
    first: 6,
    last: 21,
  });
  expect(
    hoursShown([day([{ kind: "time_off", start: at("00:00"), end: midnight }])], clock.timeZone),
  ).toEqual({
    first: 8,
    last: 18,
  });
});
