import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { Problem, problemOf } from "../api/problem";
import type { components } from "../api/schema";
import type { Meeting, MeetingCommand, MeetingRequest } from "../api/types";
import { say } from "../design/Toast";
import { hasWord, t, word } from "../i18n";
import { type Names, told as toldOfOwed } from "../inbox/told";
import { meetingQuery } from "./queries";

/** What went wrong, under a code of the meetings where the catalogue has one, and with names instead of ids. */
export function told(thrown: unknown, names: Names): Problem {
  const raw = problemOf(thrown);
  const problem = toldOfOwed(thrown, names);
  const code = hasWord("problem", `meeting_${raw.code}`) ? `meeting_${raw.code}` : problem.code;
  const { state } = raw.fields as { state?: string };
  const group = raw.code === "minutes_are" ? "minutesstate" : "meetingstate";
  const fields = { ...problem.fields, ...(state ? { state: word(group, state) } : {}) };
  return new Problem({ code, status: problem.status, detail: problem.detail, place: problem.place, fields });
}

/** Whatever shows something of a meeting asks again. */
const SHOWN = ["bodies", "body", "meetings", "directives", "inbox", "inbox-count"];

/** Sends commands on a meeting, one at a time. */
export function useMeetingAct(onDone: () => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: MeetingCommand }) =>
      answer(
        api.POST("/api/v1/meetings/{id}/commands", {
          params: { path: { id } },
          // What is not said is left out.
          body: body as components["schemas"]["MeetingCommand"],
          headers: headersOf({ id, body }),
        }),
      ),
    onSuccess: async (view: Meeting, { id, body }) => {
      done();
      await client.cancelQueries({ queryKey: meetingQuery(id).queryKey });
      client.setQueryData(meetingQuery(id).queryKey, view);
      for (const key of SHOWN) client.invalidateQueries({ queryKey: [key] });
      say(t("crossing.done", { command: word("meetingcommand", body.command) }));
      onDone();
    },
    onError: (thrown, { id }) => {
      if (problemOf(thrown).status !== 0) client.invalidateQueries({ queryKey: meetingQuery(id).queryKey });
    },
  });
}

/** Calls a meeting of a body. */
export function useCall(body: string, onCalled: (called: Meeting) => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: (ask: MeetingRequest) =>
      answer(
        api.POST("/api/v1/bodies/{id}/meetings", {
          params: { path: { id: body } },
          body: ask as components["schemas"]["MeetingRequest"],
          headers: headersOf(ask),
        }),
      ),
    onSuccess: (called: Meeting) => {
      done();
      client.setQueryData(meetingQuery(called.meeting.id).queryKey, called);
      for (const key of SHOWN) client.invalidateQueries({ queryKey: [key] });
      say(t("crossing.done", { command: t("bodies.call") }));
      onCalled(called);
    },
  });
}
