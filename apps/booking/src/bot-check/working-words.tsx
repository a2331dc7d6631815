/** Said while a device works for a form. */
export function WorkingWords() {
  return (
    <p role="status" className="text-muted text-sm">
      Very many forms came from your connection, so your device solves a small puzzle first. It takes a few
      seconds, and you need do nothing.
    </p>
  );
}
