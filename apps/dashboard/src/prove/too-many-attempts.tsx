import { Notice } from "@quietroom/ui/blocks/notice";

/** The one answer to too many failures, for accounts that exist and for those that do not. */
export function TooManyAttempts() {
  return (
    <Notice tone="danger" title="Too many attempts">
      Wait half an hour, or sign in on a device that you have used here before. An admin of your studio can
      end the wait.
    </Notice>
  );
}
