/** What a run came past: a test that never gets anywhere interesting would always pass. */
export class Sightings {
  private readonly counts = new Map<string, number>();

  saw(...places: readonly string[]): void {
    for (const place of places) this.counts.set(place, this.of(place) + 1);
  }

  of(place: string): number {
    return this.counts.get(place) ?? 0;
  }

  missing(places: readonly string[]): string[] {
    return places.filter((place) => this.of(place) === 0);
  }

  text(): string {
    const lines = [...this.counts].toSorted(([one], [other]) => one.localeCompare(other));
    return lines.map(([place, count]) => `${String(count).padStart(6)}  ${place}`).join('\n');
  }
}
