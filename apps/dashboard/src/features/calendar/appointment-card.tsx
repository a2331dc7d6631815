import type { StaffOutput } from "@quietroom/api/client";
import { STATUS_LOOKS } from "@quietroom/ui/blocks/status-badge";
import { cn } from "@quietroom/ui/cn";
import { MessageCircleQuestionMark, Video } from "lucide-react";
import { type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { ServiceMark } from "../../show/service-color.tsx";

export type CalendarAppointment = StaffOutput["calendar"]["range"]["appointments"][number];

/** One block on the calendar: who, when, what and its status in icon and words. Pressing it opens the panel. */
export function AppointmentCard({
  appointment,
  clock,
  onOpen,
  compact,
}: {
  readonly appointment: CalendarAppointment;
  readonly clock: StudioClock;
  readonly onOpen: (id: string) => void;
  readonly compact?: true;
}) {
  const { label, icon: Icon, look, edge } = STATUS_LOOKS[appointment.status];
  const who = nameOf(appointment);
  const status = appointment.offered
    ? "Offered to the waitlist"
    : appointment.cancelAsked
      ? `${label}, the client asks to cancel`
      : label;
  const time = `${timeOfDay(appointment.startsAt, clock)} – ${timeOfDay(appointment.endsAt, clock)}`;
  // Half an hour is one line high: the name then says it all, and the label the rest.
  const low = appointment.endsAt - appointment.startsAt < 40 * 60_000;
  const inner = (
    <>
      <span className="flex items-center gap-1 font-medium">
        <Icon aria-hidden="true" className="size-3 shrink-0" />
        <span className={cn("min-w-0 truncate", appointment.status === "cancelled" && "line-through")}>
          {who}
        </span>
        {appointment.mode === "telehealth" ? <Video aria-hidden="true" className="size-3 shrink-0" /> : null}
        {appointment.cancelAsked ? (
          <MessageCircleQuestionMark aria-hidden="true" className="size-3 shrink-0" />
        ) : null}
      </span>
      {compact || low ? null : (
        <span className="block truncate opacity-90">
          <ServiceMark color={appointment.serviceColor} />
          {appointment.serviceName}
        </span>
      )}
      {low ? null : (
        <span className="figures block truncate opacity-90">
          {compact ? timeOfDay(appointment.startsAt, clock) : time}
        </span>
      )}
      {compact && !low && appointment.serviceColor !== null ? (
        <span className="block truncate opacity-90">
          <ServiceMark color={appointment.serviceColor} />
          {appointment.serviceName}
        </span>
      ) : null}
    </>
  );
  return (
    <button
      type="button"
      onClick={() => onOpen(appointment.id)}
      aria-label={`${time}, ${who}, ${appointment.serviceName}, ${status}${appointment.mode === "telehealth" ? ", online" : ""}`}
      data-appointment={appointment.id}
      data-status={appointment.status}
      className={cn(
        "flex h-full w-full flex-col justify-start overflow-hidden rounded-sm border-l-[3px] px-1.5 py-0.5 text-left text-xs leading-snug shadow-xs transition-shadow hover:shadow-md focus-visible:z-10",
        look,
        edge,
        "no-underline",
        appointment.status === "held" && "border border-dashed border-l-[3px]",
      )}
    >
      {inner}
    </button>
  );
}

/** The client's name, or what a block without one is; of a group session how many come. */
export function nameOf(appointment: CalendarAppointment): string {
  if (appointment.capacity !== null)
    return `${appointment.serviceName}: ${appointment.seatsTaken ?? 0} of ${appointment.capacity}`;
  return appointment.clientName ?? (appointment.offered ? "Waitlist offer" : "Being booked");
}
