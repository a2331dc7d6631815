import { type EventData, type EventName, eventSchemas } from "@quietroom/contracts/events";
import { NonRetriableError } from "inngest";

/** An event's data, checked at the edge: whoever may send us events could send anything. Trying again would not change it. */
export function eventData<Name extends EventName>(name: Name, data: unknown): EventData<Name> {
  const parsed = eventSchemas[name].safeParse(data);
  if (!parsed.success) throw new NonRetriableError("the event's data is not what its name promises");
  return ofName<Name>(parsed.data);
}

/** The schema was taken by the same name, which is why the cast holds. */
function ofName<Name extends EventName>(data: EventData<EventName>): EventData<Name> {
  return data as EventData<Name>;
}
