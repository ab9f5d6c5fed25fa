import { useQuery } from "@tanstack/react-query";
import { useOfficerName } from "../api/officers";
import { Problem, problemOf } from "../api/problem";
import { useFramework } from "../api/queries";
import type { Party } from "../api/types";
import { vocabularyQuery } from "../framework/queries";
import { hasWord, t, word } from "../i18n";

/** The names that officers know parties by. */
export interface Names {
  agency: (id: string) => string;
  point: (id: string) => string;
  desk: (id: string) => { name: string; agency: string; point: string | undefined } | undefined;
  officer: (id: string) => string;
}

export function useNames(): Names {
  const { agency, point } = useFramework();
  const officer = useOfficerName();
  const { data } = useQuery(vocabularyQuery);
  return {
    agency,
    officer,
    point: (id) => point(id)?.name ?? id,
    desk: (id) => {
      const found = data?.desks.find((d) => d.id === id);
      return found && { name: found.name, agency: found.agency, point: found.point ?? undefined };
    },
  };
}

/** Who is meant: the officer or the role, the agency, the desk, and the place unless it is where the reader is. */
export function partyText(party: Party, names: Names, here?: string): string {
  const desk = party.desk ? names.desk(party.desk) : undefined;
  const agency = party.agency ?? desk?.agency;
  const point = party.point ?? (desk ? (desk.point ?? "") : undefined);
  const whose = [
    party.officer && names.officer(party.officer),
    party.role && word("role", party.role),
    agency && names.agency(agency),
    party.desk && (desk?.name ?? party.desk),
  ].filter(Boolean);
  const place = point === undefined || (point === here && whose.length > 0) ? "" : point === "" ? t("inbox.national") : names.point(point);
  return [...whose, place].filter(Boolean).join(" · ") || t("inbox.nobody");
}

/** The data of a problem that are parties. */
const PARTIES = ["to", "from"];

/** What went wrong with an assignment, under a code of its own where the catalogue has it, and with names instead of ids. */
export function told(thrown: unknown, names: Names): Problem {
  const problem = problemOf(thrown);
  const code = hasWord("problem", `assignment_${problem.code}`) ? `assignment_${problem.code}` : problem.code;
  const fields = Object.fromEntries(
    Object.entries(problem.fields).map(([key, value]) => {
      if (PARTIES.includes(key) && typeof value === "object" && value !== null) return [key, partyText(value as Party, names)];
      if (typeof value !== "string") return [key, value];
      if (key === "officer") return [key, names.officer(value)];
      return [key, key === "agency" ? names.agency(value) : value];
    }),
  );
  return new Problem({ code, status: problem.status, detail: problem.detail, place: problem.place, fields });
}
