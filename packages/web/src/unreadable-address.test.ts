import { expect, test } from "vitest";
import { isReadable, unreadableAddress } from "./unreadable-address.ts";

test.each(["/api/%E0%A4%A", "/api/trpc/%ff", "/api/%", "/elm/%"])(
  "%s is an address that nobody can read",
  async (path) => {
    expect(isReadable(path)).toBe(false);
    const answer = unreadableAddress(path);
    expect(answer?.status).toBe(400);
    expect(await answer?.text()).toContain("cannot be read");
  },
);

test.each(["/elm", "/%C3%A9lm", "/api/health", "/api/trpc/me%2Cstudio.view", "/api/%E2%82%AC"])(
  "%s can be read",
  (path) => {
    expect(isReadable(path)).toBe(true);
    expect(unreadableAddress(path)).toBeNull();
  },
);
