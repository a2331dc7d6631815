import type { ClockReading } from "../clock.ts";
import { html, type Markup } from "../markup.ts";
import { shiftText, utcDay, utcTime } from "./times.ts";

const hourMs = 3_600_000;
const jumps = [
  { label: "+1 h", ms: hourMs },
  { label: "+2 h", ms: 2 * hourMs },
  { label: "+24 h", ms: 24 * hourMs },
] as const;

/** The studio's time and the means to move it, so that nobody waits two days for a reminder. */
export function clockPanel(reading: ClockReading | null): Markup {
  return html`<section class="clock" aria-labelledby="clock-title">
  <h2 id="clock-title">The studio's clock</h2>
  ${
    reading === null
      ? html`<p>No studio is running with a clock that can be moved, so emails carry this machine's time.</p>`
      : html`<p class="now"><time datetime="${new Date(reading.nowMs).toISOString()}">${utcTime(reading.nowMs)} <span>${utcDay(reading.nowMs)}</span></time></p>
  <p class="quiet">${shiftText(reading.shiftMs)}</p>
  <form method="post" action="/clock" class="jumps">
    ${jumps.map(({ label, ms }) => html`<button name="ms" value="${ms}">${label}</button>`)}
  </form>
  <form method="post" action="/clock" class="custom">
    <label for="amount">Or move ahead by</label>
    <span class="pair">
      <input id="amount" name="amount" type="number" min="1" max="9999" step="1" value="46" inputmode="numeric" required>
      <select name="unit" aria-label="Unit">
        <option value="minutes">minutes</option>
        <option value="hours" selected>hours</option>
        <option value="days">days</option>
      </select>
      <button>Advance</button>
    </span>
  </form>
  <p class="quiet">Reminders fall due, holds and offers lapse. The clock cannot be moved back.</p>`
  }
</section>`;
}
