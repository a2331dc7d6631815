import { type AppointmentId, asId, type PractitionerId } from "@quietroom/domain/ids";
import { instant } from "@quietroom/domain/time";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime } from "../../show/format-time.ts";
import { type AffectedVisit, affectedRefusal } from "./affected-words.ts";

/** Moves a visit on the version that is shown, and tells its client. What stands in the way is said in `onRefused`. */
export function useMove(
  { appointmentId, version, timeZone }: AffectedVisit,
  {
    locale,
    onMoved,
    onRefused,
  }: {
    readonly locale: string;
    readonly onMoved: () => void;
    readonly onRefused: (words: string) => void;
  },
) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const move = useMutation(
    trpc.appointment.reschedule.mutationOptions({
      onSuccess: async (answer, { startsAt }) => {
        if (answer.ok) {
          const when = dateTime(startsAt, { timeZone, locale });
          notify({ title: "Visit moved", description: when, tone: "positive" });
        } else onRefused(affectedRefusal(answer.refusal.code));
        await queryClient.invalidateQueries();
        if (answer.ok) onMoved();
      },
      onError: (failure) => onRefused(failureWords(failure, "The visit stays where it was.")),
    }),
  );
  return {
    isMoving: move.isPending,
    moveTo: (startsAt: number, practitionerId: string) => {
      if (move.isPending) return;
      move.mutate({
        appointmentId: asId<AppointmentId>(appointmentId),
        version,
        practitionerId: asId<PractitionerId>(practitionerId),
        startsAt: instant(startsAt),
      });
    },
  };
}
