import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { Problem, problemOf } from "../api/problem";
import type { HitCommand } from "../api/types";
import { say } from "../design/Toast";
import { hasWord, t, word } from "../i18n";
import { hitQuery } from "./queries";

/** What went wrong, under a code of its own where the catalogue has one for this part of the console. */
export function toldAs(part: string, thrown: unknown, names: { agency: (id: string) => string; officer: (id: string) => string }): Problem {
  const problem = problemOf(thrown);
  const code = hasWord("problem", `${part}_${problem.code}`) ? `${part}_${problem.code}` : problem.code;
  const { officer, agency, who, owner, state, needs } = problem.fields as Record<string, string | undefined>;
  const fields: Record<string, unknown> = { ...problem.fields };
  if (officer) fields.officer = names.officer(officer);
  if (agency) fields.agency = names.agency(agency);
  if (who) fields.who = names.officer(who);
  if (owner) fields.owner = names.agency(owner);
  if (state) fields.state = word(`${part}state`, state);
  if (needs) fields.needs = word(`${part}state`, needs);
  return new Problem({ code, status: problem.status, detail: problem.detail, place: problem.place, fields });
}

/** Sends commands on one hit, one at a time; sent again after a lost answer it is carried out once. */
export function useHitAct(id: string, onDone: () => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: (body: HitCommand) =>
      answer(api.POST("/api/v1/hits/{id}/commands", { params: { path: { id } }, body, headers: headersOf(body) })),
    onSuccess: async (view, body) => {
      done();
      await client.cancelQueries({ queryKey: hitQuery(id).queryKey });
      client.setQueryData(hitQuery(id).queryKey, view);
      for (const key of ["hits", "hit-count", "lists"]) client.invalidateQueries({ queryKey: [key] });
      say(t("crossing.done", { command: word("hitcommand", body.command) }));
      onDone();
    },
    onError: (thrown) => {
      if (problemOf(thrown).status !== 0) client.invalidateQueries({ queryKey: hitQuery(id).queryKey });
    },
  });
}
