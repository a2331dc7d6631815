import { expect, test } from "vitest";
import { readTextReply } from "./text-reply.ts";

test.each([
  "STOP",
  "stop.",
  " Stop! ",
  "STOPALL",
  "Stop all",
  "unsubscribe",
  "Cancel",
  "END",
  "quit",
  "\u201cStop\u201d",
])("NOTIF-09 %s ends texts", (body) => {
  expect(readTextReply(body)).toBe("stop");
});

test.each([
  ["START", "start"],
  ["Yes", "start"],
  ["unstop", "start"],
  ["HELP", "help"],
  ["info?", "help"],
  ["please don't stop", null],
  ["Y", null],
  ["I have to cancel on Tuesday", null],
  ["", null],
  ["👍", null],
])("NOTIF-09 %s is %s", (body, reply) => {
  expect(readTextReply(body)).toBe(reply);
});
