import type { StaffOutput } from "@quietroom/api/client";
import { Field, FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useState } from "react";
import { Tick } from "./tick.tsx";

type Service = StaffOutput["service"]["list"][number];
export type Resource = StaffOutput["resource"]["list"]["resources"][number];

/** What a visit in person needs besides people: a room, and which, and a device. The words are those of the studio's rooms and devices. */
export function ServiceNeeds({
  service,
  resources,
  errorAt,
}: {
  readonly service: Service | null;
  readonly resources: readonly Resource[];
  readonly errorAt: (field: string) => string | undefined;
}) {
  const [needsRoom, setNeedsRoom] = useState(service?.needsRoom ?? true);
  const rooms = resources.filter(({ kind, active }) => kind === "room" && active);
  const devices = resources.filter(({ kind, active }) => kind === "device" && active);
  const asked = {
    type: service?.roomType ?? "",
    equipment: service?.roomEquipment ?? [],
    device: service?.deviceType ?? "",
  };
  const equipment = wordsOf([...asked.equipment, ...rooms.flatMap((room) => room.equipment)]);
  const preferred = service?.preferredRoomIds ?? [];
  return (
    <>
      <FieldRow
        name="needsRoom"
        label="Needs a room"
        hint="When it takes place in person."
        error={errorAt("needsRoom")}
      >
        {(control) => (
          <Switch {...control} checked={needsRoom} onChange={(event) => setNeedsRoom(event.target.checked)} />
        )}
      </FieldRow>
      {needsRoom ? (
        <>
          <div className="grid grid-cols-2 gap-4">
            <Field name="roomType" label="Type of room" error={errorAt("roomType")}>
              {(control) => (
                <NativeSelect {...control} defaultValue={chosen(asked.type, rooms)}>
                  <option value="">Any</option>
                  {wordsOf([asked.type, ...rooms.map((room) => room.type)]).map((word) => (
                    <option key={word} value={word}>
                      {word}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
            <Field name="roomCapacity" label="People in it" error={errorAt("roomCapacity")} required>
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  inputMode="numeric"
                  min={1}
                  max={500}
                  defaultValue={service?.roomCapacity ?? 2}
                />
              )}
            </Field>
          </div>
          {equipment.length === 0 ? null : (
            <FieldGroup name="roomEquipment" label="The room must have" error={errorAt("roomEquipment")}>
              {equipment.map((word) => (
                <Tick
                  key={word}
                  name="roomEquipment"
                  value={word}
                  label={word}
                  checked={asked.equipment.some((one) => isSameWord(one, word))}
                />
              ))}
            </FieldGroup>
          )}
          {rooms.length === 0 ? null : (
            <FieldGroup
              name="preferredRoomIds"
              label="Preferred rooms"
              hint="Tried first. When none is free, another that will do."
              error={errorAt("preferredRoomIds")}
            >
              {rooms.map((room) => (
                <Tick
                  key={room.id}
                  name="preferredRoomIds"
                  value={room.id}
                  label={room.name}
                  checked={preferred.includes(room.id)}
                />
              ))}
            </FieldGroup>
          )}
          <FieldRow
            name="roomStepFree"
            label="Only rooms that can be reached without a step"
            error={errorAt("roomStepFree")}
          >
            {(control) => <Switch {...control} defaultChecked={service?.roomStepFree ?? false} />}
          </FieldRow>
        </>
      ) : null}
      {devices.length === 0 && asked.device === "" ? null : (
        <Field name="deviceType" label="Device" error={errorAt("deviceType")}>
          {(control) => (
            <NativeSelect {...control} defaultValue={chosen(asked.device, devices)}>
              <option value="">None</option>
              {wordsOf([asked.device, ...devices.map((device) => device.type)]).map((word) => (
                <option key={word} value={word}>
                  {word}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      )}
    </>
  );
}

/** What the form says of rooms and devices; what it does not show stays as it was. */
export function readNeeds(form: FormData, service: Service | null) {
  const deviceType = form.has("deviceType") ? formText(form, "deviceType") : "";
  if (form.get("needsRoom") !== "on")
    return {
      needsRoom: false,
      roomType: service?.roomType ?? "",
      roomEquipment: service?.roomEquipment ?? [],
      roomCapacity: service?.roomCapacity ?? 2,
      roomStepFree: service?.roomStepFree ?? false,
      preferredRoomIds: service?.preferredRoomIds ?? [],
      deviceType,
    };
  return {
    needsRoom: true,
    roomType: formText(form, "roomType"),
    roomEquipment: form.getAll("roomEquipment"),
    roomCapacity: Number(form.get("roomCapacity")),
    roomStepFree: form.get("roomStepFree") === "on",
    preferredRoomIds: inOrderOf(service?.preferredRoomIds ?? [], form.getAll("preferredRoomIds")),
    deviceType,
  };
}

/** The chosen ones, those that were preferred before in the order they had. */
function inOrderOf(
  before: readonly string[],
  chosenIds: readonly FormDataEntryValue[],
): FormDataEntryValue[] {
  const kept = before.filter((id) => chosenIds.includes(id));
  return [...kept, ...chosenIds.filter((id) => !kept.some((one) => one === id))];
}

/** The asked word as the list writes it. */
function chosen(word: string, resources: readonly Resource[]): string {
  return wordsOf([word, ...resources.map(({ type }) => type)]).find((one) => isSameWord(one, word)) ?? "";
}

function isSameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Each word once, whatever its case, in order. */
function wordsOf(words: readonly string[]): readonly string[] {
  return words
    .filter((word, index) => word !== "" && words.findIndex((one) => isSameWord(one, word)) === index)
    .toSorted((a, b) => a.localeCompare(b));
}
