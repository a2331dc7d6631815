import type { StaffOutput } from "@quietroom/api/client";
import { Button } from "@quietroom/ui/primitives/button";

/** The other studios that one works in, each with the way to it. Nothing for whoever works in one. */
export function OwnStudios({ studios }: StaffOutput["account"]["studios"]) {
  const others = studios.filter(({ here }) => !here);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="studios" className="grid gap-3">
      <h2 id="studios" className="font-semibold text-lg">
        Your other studios
      </h2>
      <p className="text-muted text-sm">
        Switching asks for the password and second step that you have there, and signs you out here.
      </p>
      <ul className="grid gap-2">
        {others.map(({ slug, name }) => (
          <li
            key={slug}
            className="flex flex-wrap items-center justify-between gap-3 border-line border-b py-2"
          >
            <span className="min-w-0 break-words font-medium">{name}</span>
            <Button asChild variant="secondary" size="sm">
              <a href={`/sign-in?at=${encodeURIComponent(slug)}`}>
                Switch<span className="sr-only"> to {name}</span>
              </a>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
