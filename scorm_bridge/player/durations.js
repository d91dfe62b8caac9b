// Durations, in whole centiseconds inside the player, in the standards' notations outside of it.

const LONGEST = (9999 * 3600 + 3599) * 100 + 99; // SCORM 1.2 has four digits for hours.

/** SCORM 1.2 CMITimespan, `HHHH:MM:SS.SS`. */
export function toTimespan(centiseconds) {
  const total = Math.min(Math.max(Math.round(centiseconds), 0), LONGEST);
  const seconds = Math.floor(total / 100);
  const pad = (number, digits = 2) => String(number).padStart(digits, "0");
  const clock = [pad(Math.floor(seconds / 3600), 4), pad(Math.floor(seconds / 60) % 60), pad(seconds % 60)];
  return `${clock.join(":")}.${pad(total % 100)}`;
}

/** SCORM 2004 timeinterval(second,10,2), an ISO 8601 duration in seconds, `PT83.25S`. */
export function toInterval(centiseconds) {
  const total = Math.max(Math.round(centiseconds), 0);
  return `PT${total / 100}S`;
}

/** Centiseconds of either notation; null for anything else. Years and months have no fixed length. */
export function toCentiseconds(text) {
  const span = /^(\d{1,4}):(\d{2}):(\d{2}(?:\.\d{1,2})?)$/.exec(text);
  const interval = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,2})?)S)?)?$/.exec(text);
  const parts = span ? [0, ...span.slice(1)] : interval && interval.slice(1);
  if (!parts) return null;
  const [days, hours, minutes, seconds] = parts.map((part) => Number(part || 0));
  return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 100);
}
