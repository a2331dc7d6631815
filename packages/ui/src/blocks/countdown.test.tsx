import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Countdown } from "./countdown.tsx";

test("BOOK-05 before and without JavaScript it tells the deadline, never a number that stands still", () => {
  const html = renderToStaticMarkup(
    <Countdown deadlineMs={600_000} serverNowMs={0} untilText="Held until 3:42 pm" />,
  );
  expect(html).toContain("Held until 3:42 pm");
  expect(html).not.toMatch(/left|up/);
  expect(html).toMatch(/<span role="status"[^>]*><\/span>/);
});
