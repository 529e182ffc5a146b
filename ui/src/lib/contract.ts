// Which arguments a use case takes and what it answers: the core's own declaration, as generated.
import type { UseCases } from "../bindings/UseCases";

export type UseCase = keyof UseCases;
export type Args<K extends UseCase> = UseCases[K]["args"];
export type Reply<K extends UseCase> = UseCases[K]["reply"];
