// How often the list may be drawn anew. Drawing costs far more than receiving,
// so a quiet list shows an arrival at once and a busy one gathers them.

// Up to 150 a second nobody should see the gathering: with the server's 20 ms
// a row is drawn within 50 ms of the 250.

/** [arrivals a second, milliseconds between two drawings above that rate] */
const GAPS: [number, number][] = [
  [300, 250],
  [150, 100],
  [0, 16],
];

/** how far back the rate looks, in milliseconds: short, so that a flood is seen after a few drawings */
const SPAN = 400;

/** Pace decides when arrivals are drawn. Times are milliseconds of any one clock. */
export class Pace {
  private seen: [number, number][] = [];
  private last = -Infinity;

  /** arrived notes n arrivals. */
  arrived(n: number, now: number): void {
    this.seen.push([now, n]);
    while (this.seen[0]![0] <= now - SPAN) this.seen.shift();
  }

  /** rate returns the arrivals a second of late. */
  rate(now: number): number {
    return (this.seen.reduce((sum, [time, n]) => (time > now - SPAN ? sum + n : sum), 0) * 1000) / SPAN;
  }

  /** wait returns how long to wait with the next drawing: 0 is now. */
  wait(now: number): number {
    const rate = this.rate(now);
    const gap = GAPS.find(([above]) => rate > above)?.[1] ?? 0;
    return Math.max(0, this.last + gap - now);
  }

  /** drawn notes that the list has been drawn. */
  drawn(now: number): void {
    this.last = now;
  }
}
