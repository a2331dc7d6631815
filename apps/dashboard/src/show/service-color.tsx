import type { StaffOutput } from "@quietroom/api/client";
import { cn } from "@quietroom/ui/cn";

type ServiceColor = NonNullable<StaffOutput["service"]["list"][number]["color"]>;

/** The colors that a service can have, by the names they have on the screen. */
export const colorNames: Readonly<Record<ServiceColor, string>> = {
  blue: "Blue",
  amber: "Amber",
  violet: "Violet",
  green: "Green",
  teal: "Teal",
  red: "Red",
};

const looks: Readonly<Record<ServiceColor, string>> = {
  blue: "bg-hue-1",
  amber: "bg-hue-2",
  violet: "bg-hue-3",
  green: "bg-hue-4",
  teal: "bg-hue-5",
  red: "bg-hue-6",
};

/** A service's color, to stand before its name: what it says is said by the name as well. */
export function ServiceMark({
  color,
  className,
}: {
  readonly color: ServiceColor | null;
  readonly className?: string;
}) {
  if (color === null) return null;
  return (
    <span
      aria-hidden="true"
      data-color={color}
      className={cn("mr-1 inline-block size-2 rounded-[2px] align-baseline", looks[color], className)}
    />
  );
}
