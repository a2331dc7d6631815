import { expect, test } from "vitest";
import { linkWords } from "./link-words.ts";

test("TEN-12 every link of a studio that was cancelled says so, and how to ask for one's record", () => {
  for (const subject of ["hold", "appointment", "offer"] as const)
    for (const code of ["link_invalid", "link_expired"] as const) {
      const [title, text] = linkWords({ subject, code, ended: true });
      expect([subject, code, title]).toEqual([subject, code, "This studio has closed"]);
      expect(text).toContain("call");
      expect(linkWords({ subject, code, ended: false })[0]).not.toBe(title);
    }
});
