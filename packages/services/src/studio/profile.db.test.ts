import { createStudio, inspect, smallPhoto, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { saveProfile, setPhoto, viewProfile, viewPublicPhoto, viewStaffPhoto, viewStudio } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

test("BOOK-01 a practitioner's name, title and words are theirs to change, and stand on the public page", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const before = await viewProfile(admin, { practitionerId });
  const said = { displayName: "Dr. Ana Ruiz", title: "Physiotherapist", bio: "Knees.\nAnd hips." };
  const { version } = before;
  expect(await saveProfile(admin, { practitionerId, version, ...said })).toEqual({
    ok: true,
    value: { ...before, ...said, version: version + 1 },
  });
  expect(await saveProfile(admin, { practitionerId, version, ...said, bio: "" })).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile" },
  });
  const { practitioners } = await viewStudio(studio.as("public"), {});
  expect(practitioners.find(({ id }) => id === practitionerId)).toMatchObject({ ...said, photo: null });
  const [row] = await query("select slug from practitioner where id = $1", [practitionerId]);
  expect(row?.["slug"]).not.toContain("ruiz"); // links that were given out go on working
});

test("BOOK-01 a photo is set, shown to everybody by its digest, replaced and taken away", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId } = studio;
  const admin = studio.as("admin");
  const set = async (image: string | null) => await setPhoto(admin, { practitionerId, photo: image });
  const first = await set(smallPhoto(1));
  if (!first.ok || first.value.photo === null) throw new Error("the photo was refused");
  const { photo: digest } = first.value;
  expect(await viewPublicPhoto(studio.as("public"), { digest })).toBe(smallPhoto(1));
  expect(await viewStaffPhoto(studio.as("receptionist"), { digest })).toBe(smallPhoto(1));
  const { practitioners } = await viewStudio(studio.as("public"), {});
  expect(practitioners.find(({ id }) => id === practitionerId)?.photo).toBe(digest);
  await set(smallPhoto(2));
  expect(await viewPublicPhoto(studio.as("public"), { digest })).toBeNull();
  expect(await set(null)).toMatchObject({ ok: true, value: { photo: null } });
  expect(await set(Buffer.from("<svg/>".repeat(40)).toString("base64"))).toEqual({
    ok: false,
    refusal: { code: "not_a_photo" },
  });
});

test("BOOK-01 TEN-01 a photo is of its own studio, and of whom clients can book", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  const { practitionerId } = studio;
  const answer = await setPhoto(studio.as("admin"), { practitionerId, photo: smallPhoto(3) });
  if (!answer.ok || answer.value.photo === null) throw new Error("the photo was refused");
  const { photo: digest } = answer.value;
  expect(await viewPublicPhoto(other.as("public"), { digest })).toBeNull();
  expect(await viewStaffPhoto(other.as("admin"), { digest })).toBeNull();
  await expect(setPhoto(other.as("admin"), { practitionerId, photo: null })).rejects.toThrow("not_found");
  await expect(setPhoto(studio.as("receptionist"), { practitionerId, photo: null })).rejects.toThrow(
    "forbidden",
  );
  await query("update practitioner set online_bookable = false where id = $1", [practitionerId]);
  expect(await viewPublicPhoto(studio.as("public"), { digest })).toBeNull();
});
