import { testDatabase } from "@quietroom/testing";
import { expect, test } from "vitest";
import { privilegedRole } from "./privileged-role.ts";

test("check 2 TEN-03 a site is told at its start that its role could look past row security, and starts without an answer", async () => {
  const database = await testDatabase();
  expect(await privilegedRole(database.appUrl)).toBeNull();
  for (const url of [database.superUrl, database.ownerUrl])
    expect(await privilegedRole(url)).toMatch(/can bypass row security.*quietroom_app/);
  expect(await privilegedRole("postgresql://nobody@127.0.0.1:1/nothing")).toBeNull();
});
