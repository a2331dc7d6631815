import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { localDate } from "@quietroom/domain/time";

test("SCHED-14 ec-E5 an admin adds a room and a device, puts a room out of service, and gives its visit the other one in one press", async ({
  staffPage: page,
  studio,
  sql,
  addresses,
}) => {
  test.slow();
  const startsAt = await dayAhead(sql, 5);
  const date = localDate(startsAt, "America/New_York");
  const visit = await bookVisit(studio, { startsAt, who: person("Nora") });

  await page.goto(`${addresses.dashboard}/calendar`);
  await page.getByRole("link", { name: "Rooms", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Rooms and devices", level: 1 })).toBeVisible();
  await expect(page.getByText("No devices yet")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "rooms-1-list");

  // A second room, by keyboard; a name that is taken is said at its field.
  await page.getByRole("button", { name: "Add a room" }).press("Enter");
  const form = page.getByRole("dialog");
  await expect(form).toBeVisible();
  await form.getByLabel("Name").fill("Room 1");
  await form.getByLabel("Type").fill("Treatment room");
  await form.getByLabel("Equipment").fill("Couch, lamp, couch");
  await form.getByLabel("People it holds").fill("3");
  await form.getByLabel("Cleaning after each visit, minutes").fill("15");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("This place has a room or a device of that name already.")).toBeVisible();
  await expect(form.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "rooms-2-form");
  await form.getByLabel("Name").fill("Garden room");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form).toBeHidden();
  const rooms = page.getByRole("region", { name: "Rooms" });
  await expect(rooms).toContainText(
    "Treatment room · holds 3 · Couch, lamp · 15 min cleaning after each visit",
  );

  await page.getByRole("button", { name: "Add a device" }).click();
  await form.getByLabel("Name").fill("Sono 1");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Say what it is, so that a service can ask for it.")).toBeVisible();
  await form.getByLabel("Kind of device").fill("Ultrasound");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole("region", { name: "Devices" })).toContainText("Sono 1");

  await page.getByRole("button", { name: "Put Room 1 out of service" }).press("Enter");
  await expect(form).toBeVisible();
  await form.getByLabel("Out from").fill(date);
  await form.getByLabel("Back on").fill("2001-01-01");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("It would be back before it is out.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "rooms-3-out-of-service");
  await form.getByLabel("Back on").fill(date);
  await form.getByLabel("Back at").fill("20:00");
  await form.getByLabel("Why").fill("Repainting");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form).toBeHidden();
  await expect(rooms).toContainText("1 booked visit has this room although it cannot be used then.");
  await expect(rooms).toContainText("Repainting");
  await expectAccessible(page);
  await photograph(page, "rooms-4-displaced");

  await page.getByRole("button", { name: /^Give it Garden room: the visit/ }).press("Enter");
  await expect(rooms.getByText("1 booked visit has this room")).toHaveCount(0);
  await expect(rooms).toContainText("out of service");
  const [row] = await sql(
    "select r.name from appointment a join resource r on r.tenant_id = a.tenant_id and r.id = a.room_id where a.id = $1",
    [visit.id],
  );
  expect(row?.["name"]).toBe("Garden room");
  await page.goto(`${addresses.dashboard}/calendar?view=day&date=${date}&open=${visit.id}`);
  await expect(page.getByRole("dialog").getByText(/Garden room/)).toBeVisible();

  // The service asks for what the rooms have; a change that somebody else made meanwhile is said.
  await page.goto(`${addresses.dashboard}/services`);
  await page.getByRole("button", { name: /^Edit/ }).first().click();
  await form.getByLabel("Type of room").selectOption("Treatment room");
  await form.getByLabel("Couch").check();
  await form.getByLabel("Garden room").check();
  await form.getByLabel("Device").selectOption("Ultrasound");
  await expectAccessible(page);
  await photograph(page, "rooms-5-service");
  await form.getByRole("button", { name: "Save service" }).click();
  await expect(form).toBeHidden();
  const [service] = await sql(
    "select room_type, room_equipment, cardinality(preferred_room_ids) as preferred, device_type from service where tenant_id = $1 and room_type <> ''",
    [studio.tenantId],
  );
  expect(service).toEqual({
    room_type: "Treatment room",
    room_equipment: ["Couch"],
    preferred: 1,
    device_type: "Ultrasound",
  });

  await page.goto(`${addresses.dashboard}/rooms`);
  await page.getByRole("button", { name: "Edit Garden room" }).click();
  await sql(
    "update resource set version = version + 1, capacity = 7 where tenant_id = $1 and kind = 'room'",
    [studio.tenantId],
  );
  await form.getByLabel("Name").fill("Winter room");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  const conflict = form.getByRole("alert");
  await expect(conflict).toContainText("Somebody changed this meanwhile");
  await expect(conflict).toContainText("People it holds: 7");
  await expect(conflict).toBeFocused();
  await expect(form.getByLabel("People it holds")).toHaveAccessibleDescription(/By now it is: 7\./);
  await expect(form.getByLabel("Name")).not.toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await photograph(page, "rooms-6-conflict");
  // Saved once more without a decision, it is said once more.
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(conflict).toBeFocused();
  await conflict.getByRole("button", { name: "Keep what I typed" }).press("Enter");
  await expect(form.getByRole("button", { name: "Save" })).toBeFocused();
  // What this save is about to undo is still said, beside its field.
  await expect(form.getByLabel("People it holds")).toHaveAccessibleDescription(/By now it is: 7\./);
  // What is filled in wrongly takes the focus all the same.
  const cleaning = form.getByLabel("Cleaning after each visit, minutes");
  await cleaning.fill("999");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(cleaning).toBeFocused();
  await cleaning.fill("15");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form).toBeHidden();
  await expect(rooms.getByRole("heading", { name: "Winter room" })).toBeVisible();
});
