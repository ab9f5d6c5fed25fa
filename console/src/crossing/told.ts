import { useOfficerName } from "../api/officers";
import { Problem } from "../api/problem";
import { useFramework } from "../api/queries";
import type { CommandOffer, Crossing } from "../api/types";

/** The data of a problem that are names of stages, and of agencies. */
const STAGES = ["stage", "missing", "earlier", "joint", "owed", "held", "to"];
const AGENCIES = ["agency", "by", "missing"];

export interface Names {
  stage: (id: string) => string;
  agency: (id: string) => string;
  officer: (id: string) => string;
}

/** The names that the officer knows stages, agencies and colleagues of a crossing by. */
export function useNames(crossing: Crossing): Names {
  const { agency } = useFramework();
  const officer = useOfficerName();
  return { stage: (id) => crossing.path.find((s) => s.stage === id)?.title ?? id, agency, officer };
}

/** The same problem with names where the server names stages and agencies by id. */
export function told(problem: Problem | NonNullable<CommandOffer["why"]>, names: Names): Problem {
  const fields = Object.fromEntries(
    Object.entries(problem.fields ?? {}).map(([key, value]: [string, unknown]) => {
      const name = (id: string) => {
        if (key === "officer") return names.officer(id);
        const stage = STAGES.includes(key) ? names.stage(id) : id;
        return stage === id && AGENCIES.includes(key) ? names.agency(id) : stage;
      };
      if (typeof value === "string") return [key, name(value)];
      return [key, Array.isArray(value) ? value.map((v) => (typeof v === "string" ? name(v) : v)) : value];
    }),
  );
  return new Problem({ code: problem.code, status: problem.status, detail: problem.detail, place: problem.place, fields });
}
