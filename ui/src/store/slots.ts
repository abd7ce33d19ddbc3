// Which element of the list shows which row. Making elements and taking them
// away costs the browser far more than writing other words into them.

/**
 * Slots gives the rows in sight the elements that there are. A row keeps its
 * element as long as it is in sight; when none of those in sight stays, as when
 * hundreds arrive at once, every element stays in its place and only its words change.
 */
export class Slots {
  private count = 1;
  private base = 0;
  private low = 0;
  private high = -1;

  /** show says that the rows of the ranks from low to high are drawn, where there is room for count elements. */
  show(low: number, high: number, count: number): void {
    if (low > this.high || high < this.low) this.base += high - this.high;
    this.count = Math.max(this.count, count, high - low + 1);
    this.low = low;
    this.high = high;
  }

  /** of returns the number of the element for a rank. */
  of(rank: number): number {
    return (((rank - this.base) % this.count) + this.count) % this.count;
  }
}
