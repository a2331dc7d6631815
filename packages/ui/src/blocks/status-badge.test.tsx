import { appointmentStatuses } from "@quietroom/domain/scheduling";
import { readFileSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { STATUS_LOOKS, StatusBadge } from "./status-badge.tsx";

const css = readFileSync(new URL("../styles.css", import.meta.url), "utf8");

test("QUAL-12 no two statuses share a word, an icon or a colour", () => {
  const looks = appointmentStatuses.map((status) => STATUS_LOOKS[status]);
  for (const key of ["label", "icon", "look"] as const) {
    expect(new Set(looks.map((look) => look[key])).size).toBe(appointmentStatuses.length);
  }
});

test.each(appointmentStatuses)("QUAL-12 %s is told by words, an icon and a colour that exists", (status) => {
  const html = renderToStaticMarkup(<StatusBadge status={status} />);
  expect(html).toContain(STATUS_LOOKS[status].label);
  expect(html).toContain("<svg");
  const token = `status-${status.replaceAll("_", "-")}`;
  expect(html).toContain(`bg-${token}-soft text-${token}`);
  expect(css).toContain(`--color-${token}-soft:`);
  expect(css).toContain(`--color-${token}:`);
  expect(STATUS_LOOKS[status].edge).toContain(`border-${token}`);
});
