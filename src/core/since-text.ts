/** A time for people, of ms since the epoch: `10:00:03`, and with the day where it is not that of `now`. */
export function sinceText(at: number, now: number): string {
  const date = new Date(at);
  const time = date.toTimeString().slice(0, 8);
  return date.toDateString() === new Date(now).toDateString() ? time : `${date.toDateString().slice(4, 10)}, ${time}`;
}
