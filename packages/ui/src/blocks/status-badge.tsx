import type { AppointmentStatus } from "@quietroom/domain/scheduling";
import {
  CalendarCheck2,
  CalendarClock,
  CircleCheck,
  CircleDot,
  CircleSlash,
  DoorOpen,
  Hourglass,
  type LucideIcon,
  MessageCircleQuestionMark,
  UserX,
} from "lucide-react";
import { cn } from "../cn.ts";

/** An appointment's status as icon, words and colour: never by colour alone. */
export function StatusBadge({
  status,
  className,
}: {
  readonly status: AppointmentStatus;
  readonly className?: string;
}) {
  const { label, icon: Icon, look } = STATUS_LOOKS[status];
  return (
    <span
      data-slot="status-badge"
      data-status={status}
      className={cn(
        "inline-flex w-fit shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm px-1.75 py-0.5 font-medium text-xs",
        look,
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {label}
    </span>
  );
}

export type StatusLook = {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Text on its own tint. */
  readonly look: string;
  /** For a card's edge: `border-current` colour of the status. */
  readonly edge: string;
};

/** How each status looks, for a calendar card or a legend as well as the badge. */
export const STATUS_LOOKS = {
  held: {
    label: "Held",
    icon: Hourglass,
    look: "bg-status-held-soft text-status-held",
    edge: "border-status-held",
  },
  requested: {
    label: "Requested",
    icon: MessageCircleQuestionMark,
    look: "bg-status-requested-soft text-status-requested",
    edge: "border-status-requested",
  },
  scheduled: {
    label: "Scheduled",
    icon: CalendarClock,
    look: "bg-status-scheduled-soft text-status-scheduled",
    edge: "border-status-scheduled",
  },
  confirmed: {
    label: "Confirmed",
    icon: CalendarCheck2,
    look: "bg-status-confirmed-soft text-status-confirmed",
    edge: "border-status-confirmed",
  },
  checked_in: {
    label: "Checked in",
    icon: DoorOpen,
    look: "bg-status-checked-in-soft text-status-checked-in",
    edge: "border-status-checked-in",
  },
  in_progress: {
    label: "In progress",
    icon: CircleDot,
    look: "bg-status-in-progress-soft text-status-in-progress",
    edge: "border-status-in-progress",
  },
  completed: {
    label: "Completed",
    icon: CircleCheck,
    look: "bg-status-completed-soft text-status-completed",
    edge: "border-status-completed",
  },
  cancelled: {
    label: "Cancelled",
    icon: CircleSlash,
    look: "bg-status-cancelled-soft text-status-cancelled",
    edge: "border-status-cancelled border-dashed",
  },
  no_show: {
    label: "No show",
    icon: UserX,
    look: "bg-status-no-show-soft text-status-no-show",
    edge: "border-status-no-show",
  },
} as const satisfies Record<AppointmentStatus, StatusLook>;
