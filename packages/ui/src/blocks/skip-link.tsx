/** The first stop of the Tab key: past the navigation, to <main id="main">. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="-translate-y-20 fixed top-3 left-3 z-60 rounded-md bg-ink px-4 py-2.5 font-medium text-sm text-surface shadow-md focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
