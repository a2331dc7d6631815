import { inspect, testDatabase } from "@quietroom/testing";
import { afterAll, expect, test } from "vitest";
import { type BucketState, openRequestCounts } from "./request-counts.ts";

const database = await testDatabase();
const query = await inspect(database);
// Two of them, as two processes have: no memory is shared but the database's.
const here = openRequestCounts(database.appUrl);
const there = openRequestCounts(database.appUrl);
const minute = 60_000;

afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
});

/** As if so many slots (a twelfth of the window each) had gone by since the last request. */
async function pass(key: string, slots: number): Promise<void> {
  await query("update limits.bucket set slot = slot - $2 where key = $1", [key, slots]);
}

test("check 71 API-06 the 600th request passes and the 601st does not, exactly, with two processes at once", async () => {
  const bucket = { key: "exact", max: 600 };
  const answers: (readonly BucketState[])[] = [];
  // In waves, so that a slow machine does not take the queue for a store that is down.
  for (let wave = 1; wave <= 7; wave += 1)
    answers.push(
      ...(await Promise.all(
        Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? here : there).take([bucket], minute)),
      )),
    );
  expect(answers.filter(([state]) => state?.full === false)).toHaveLength(600);
  expect(answers.filter(([state]) => state?.full === true)).toHaveLength(100);
  const [next] = await here.take([bucket], minute);
  expect(next).toMatchObject({ full: true, used: 600 });
  expect(next?.waitMs).toBeGreaterThan(minute - 5_001);
  expect(next?.waitMs).toBeLessThanOrEqual(minute + 5_000);
});

test("check 71 no stretch as long as the window ever holds more than the limit, across its edge too", async () => {
  // Slots of an hour, so that the real clock does not move into the next one during the test.
  const window = 12 * 3_600_000;
  const take = async (times: number): Promise<BucketState | undefined> => {
    const [state] = await here.take([{ key: "edge", max: 10 }], window);
    return times === 1 ? state : await take(times - 1);
  };
  await take(6);
  await pass("edge", 11);
  expect(await take(4)).toMatchObject({ full: false, used: 10 });
  await pass("edge", 1);
  // Twelve slots after the six: a part of their slot still lies within the window.
  expect(await take(1)).toMatchObject({ full: true, used: 10 });
  await pass("edge", 1);
  expect(await take(6)).toMatchObject({ full: false, used: 10 });
  expect(await take(1)).toMatchObject({ full: true, used: 10 });
  await pass("edge", 13);
  expect(await take(1)).toMatchObject({ full: false, used: 1 });
});

test("check 71 a request that one bucket refuses takes nothing from the others", async () => {
  const person = { key: "person", max: 2 };
  const studio = { key: "studio", max: 100 };
  for (let count = 0; count < 5; count += 1) await here.take([person, studio], minute);
  const states = await here.take([studio], minute);
  expect(states[0]).toMatchObject({ used: 3 });
});

test("check 71 shared buckets asked for in any order never stand in each other's way", async () => {
  const one = { key: "order-a", max: 1_000 };
  const two = { key: "order-b", max: 1_000 };
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      (index % 2 === 0 ? here : there).take(index % 3 === 0 ? [one, two] : [two, one], minute),
    ),
  );
  expect((await here.take([one, two], minute)).map(({ used }) => used)).toEqual([201, 201]);
});

test("check 71 API-06 a batch counts as the calls in it, wholly or not at all", async () => {
  const person = { key: "batch-person", max: 10 };
  const studio = { key: "batch-studio", max: 100 };
  expect(await here.take([person, studio], minute, 7)).toMatchObject([
    { key: "batch-person", used: 7, full: false },
    { key: "batch-studio", used: 7, full: false },
  ]);
  const refused = await here.take([person, studio], minute, 4);
  expect(refused.find(({ key }) => key === "batch-person")).toMatchObject({ used: 7, full: true });
  expect(await there.take([person], minute, 3)).toMatchObject([{ used: 10, full: false }]);
  expect(await there.take([studio], minute)).toMatchObject([{ used: 8, full: false }]);
});

test("check 71 batches of two processes at once pass no more calls than there may be", async () => {
  const bucket = { key: "batches", max: 100 };
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? here : there).take([bucket], minute, 7)),
  );
  expect(answers.filter(([state]) => state?.full === false)).toHaveLength(14);
  expect(await here.take([bucket], minute, 2)).toMatchObject([{ used: 100, full: false }]);
});

test("a store that is not there is an error, at once", async () => {
  const nowhere = openRequestCounts("postgresql://quietroom_app:x@127.0.0.1:1/none");
  await expect(nowhere.take([{ key: "any", max: 1 }], minute)).rejects.toThrow();
  await nowhere.close();
});
