// Plain numbers of a view, as figures that can be asked why.
import type { Figure } from "../bindings/Figure";
import type { Spread } from "../bindings/Spread";
import type { Unit } from "../bindings/Unit";

export function figure(value: number | null, unit: Unit, why: string, unknown = "unknown"): Figure {
  return { value, low: null, high: null, unit, as_of: "", unknown: value === null ? unknown : null, why };
}

export function spreadFigure(spread: Spread, unit: Unit, why: string): Figure {
  return { value: spread.mid, low: spread.low, high: spread.high, unit, as_of: "", unknown: null, why };
}
