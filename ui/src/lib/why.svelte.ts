// What is being asked "why?": a trail of keys, the last one open.
class Why {
  trail = $state.raw<string[]>([]);
  #back: HTMLElement | null = null;

  get key(): string | undefined {
    return this.trail.at(-1);
  }

  ask(key: string): void {
    if (!key) return;
    if (this.trail.length === 0 && document.activeElement instanceof HTMLElement) this.#back = document.activeElement;
    this.trail = [key];
  }

  deeper(key: string): void {
    this.trail = [...this.trail, key];
  }

  back(): void {
    this.trail = this.trail.slice(0, -1);
    if (this.trail.length === 0) this.#leave();
  }

  close(): void {
    this.trail = [];
    this.#leave();
  }

  #leave(): void {
    this.#back?.focus();
    this.#back = null;
  }
}

export const why = new Why();
