import { expect, test } from "vitest";
import { bind, conditionsHold, filing, filingKeys, holds, parseExpression, parseKey } from "./expressions.ts";
import type { Expression } from "./expressions.ts";

const trigger = { name: "offer.made", data: { offerId: "o1", kind: "first", nested: { n: 3 } } };

function expression(text: string): Expression {
  const parsed = parseExpression(text, ["event", "async"]);
  if (!parsed.ok) throw new Error(`refused: ${text}`);
  return parsed.value;
}

test.each([
  ["event.data.kind == 'first'", true],
  ['event.data.kind != "first"', false],
  ["event.data.nested.n == 3 && event.data.kind == 'first'", true],
  ["event.data.nested.n == 3 && event.data.kind == 'second'", false],
  ["event.data.absent == null", true],
  ["event.data.absent != 'x'", true],
  ["event.data.nested == null", false],
  ["event.data.constructor == null", true],
  ["event.data.kind == 'a && b'", false],
])("a trigger's condition %s is %s", (text, expected) => {
  expect(holds(expression(text), trigger)).toBe(expected);
});

test.each([
  "event.data.kind",
  "event.data.n > 3",
  "event.data.kind == 'a' || event.data.kind == 'b'",
  "event.data.kind == 'unclosed",
  "event.data.kind == 'a' 'b'",
  "event.data.kind == 'a' &&",
  "event.data['kind'] == 'a'",
  "async.data.a == async.data.b",
  "event.data.a == event.data.b",
  "size(event.data.kind) == 5",
  "other.data.kind == 'a'",
  "event == null",
  "",
])("refuses what it does not implement: %s", (text) => {
  expect(parseExpression(text, ["event", "async"]).ok).toBe(false);
});

test("a trigger's condition may not speak of an awaited event", () => {
  expect(parseExpression("event.data.a == async.data.a", ["event"]).ok).toBe(false);
});

test("a wait by match asks for the run's own value and is filed under it", () => {
  const conditions = bind(expression("event.data.offerId == async.data.offerId"), trigger) ?? [];
  expect(conditions).toEqual([{ path: "data.offerId", equal: true, value: "o1" }]);
  expect(filing(conditions)).toEqual({ path: "data.offerId", key: 'data.offerId="o1"' });
  expect(filingKeys(["data.offerId"], { data: { offerId: "o1" } })).toEqual(["", 'data.offerId="o1"']);
  expect(conditionsHold(conditions, { data: { offerId: "o1" } })).toBe(true);
  expect(conditionsHold(conditions, { data: { offerId: "o2" } })).toBe(false);
  expect(conditionsHold(conditions, {})).toBe(false);
});

test("two absent ids do not match each other", () => {
  expect(bind(expression("event.data.absent == async.data.absent"), trigger)).toBeUndefined();
});

test("a condition on the run's own event that fails makes the wait impossible", () => {
  expect(bind(expression("event.data.kind == 'second' && async.data.x == 1"), trigger)).toBeUndefined();
});

test("a wait without an equality is filed under the empty key", () => {
  expect(filing(bind(expression("async.data.answer != 'no'"), trigger) ?? [])).toEqual({ path: "", key: "" });
});

test("long values share a key but not a match", () => {
  const long = (end: string) => ({ data: { offerId: `${"x".repeat(300)}${end}` } });
  const conditions = bind(expression("event.data.offerId == async.data.offerId"), long("a")) ?? [];
  expect(filingKeys(["data.offerId"], long("b"))).toContain(filing(conditions).key);
  expect(conditionsHold(conditions, long("b"))).toBe(false);
});

test("a key is one path of the event", () => {
  expect(parseKey("event.data.offerId")).toEqual({ ok: true, value: "data.offerId" });
  expect(parseKey("event.data.a + event.data.b").ok).toBe(false);
});
