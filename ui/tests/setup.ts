// What jsdom lacks and the components ask for.
import { cleanup, configure } from "@testing-library/svelte";
import { afterEach } from "vitest";

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
// A failure shows its message, not the whole page.
configure({ asyncUtilTimeout: 8_000, getElementError: (message) => new Error(message ?? "") });
globalThis.ResizeObserver ??= NoResize as unknown as typeof ResizeObserver;
Element.prototype.scrollIntoView ??= () => {};
Element.prototype.getAnimations ??= () => [];
window.matchMedia ??= (() => ({ matches: false, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia;

afterEach(() => {
  cleanup();
  localStorage.clear();
  location.hash = "";
});
