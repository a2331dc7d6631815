import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { toldBy } from "./ring-bell.ts";

const visit = { tenantId: randomUUID(), appointmentId: randomUUID(), version: 3 };

test("NOTIF-14 the bell hears whose act it was; an event that says nothing of it is read as before", () => {
  for (const name of ["booked", "cancelled"] as const) {
    expect(toldBy(`appointment/${name}`, visit)).toEqual({ what: name, ...visit });
    const acted = { ...visit, by: "studio" };
    expect(toldBy(`appointment/${name}`, acted)).toEqual({ what: name, ...acted });
  }
});
