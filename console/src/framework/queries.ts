import { queryOptions } from "@tanstack/react-query";
import { answer, api, patiently } from "../api/client";
import { clockRate, serverNow } from "../api/clock";
import type { Ask, Difference, Version } from "../api/types";
import { refreshIn } from "./versions";

const still = { staleTime: Number.POSITIVE_INFINITY };

export const institutionQuery = queryOptions({
  queryKey: ["framework", "bodies"],
  queryFn: () => answer(api.GET("/api/v1/framework/bodies")),
  ...still,
});

export const rulesQuery = queryOptions({
  queryKey: ["framework", "rules"],
  queryFn: () => answer(api.GET("/api/v1/framework/rules")),
  ...still,
});

export const findingsQuery = queryOptions({
  queryKey: ["framework", "findings"],
  queryFn: () => answer(api.GET("/api/v1/framework/findings")),
});

export const vocabularyQuery = queryOptions({
  queryKey: ["framework", "vocabulary"],
  queryFn: () => answer(api.GET("/api/v1/framework/vocabulary")),
  ...still,
});

/** The answer to a question; none as long as the question is not complete. */
export const askQuery = (ask: Ask | undefined) =>
  queryOptions({
    queryKey: ["framework", "ask", ask],
    queryFn: () => answer(api.POST("/api/v1/framework/ask", { body: ask as Ask })),
    enabled: ask !== undefined,
    retry: false,
    ...still,
  });

/** All versions. Nothing tells the console of them, so the list is asked for again now and then, and when one comes into force. */
export const versionsQuery = queryOptions({
  queryKey: ["framework", "versions"],
  queryFn: () => answer(api.GET("/api/v1/framework/versions")),
  refetchInterval: (query) => refreshIn(query.state.data, serverNow(), clockRate()),
});

export const differenceQuery = (version: string, base: string) =>
  queryOptions({
    queryKey: ["framework", "difference", version, base],
    queryFn: () => {
      const asked = api.GET("/api/v1/framework/versions/{version}/difference", { params: { path: { version }, query: { with: base } } });
      return answer(asked);
    },
  });

type Files = Record<string, string>;

/** Compares files with the version in force. */
export const compareFiles = (files: Files): Promise<Difference> =>
  answer(api.POST("/api/v1/framework/comparison", { body: { files }, ...patiently }));

/** Proposes a version. It is checked and proved before there is an answer. */
export const propose = (files: Files, note: string): Promise<Version> =>
  answer(api.POST("/api/v1/framework/versions", { body: { files, note: note.trim() }, ...patiently }));

/** Approves a version, in force from a stated time or, when none is stated, from now. Microseconds since 1970, UTC. */
export const approve = (version: string, effectiveUs: number | undefined): Promise<Version> =>
  answer(
    api.POST("/api/v1/framework/versions/{version}/approval", {
      params: { path: { version } },
      body: effectiveUs === undefined ? {} : { effective_us: effectiveUs },
    }),
  );

export const withdraw = (version: string, reason: string): Promise<Version> =>
  answer(api.POST("/api/v1/framework/versions/{version}/withdrawal", { params: { path: { version } }, body: { reason: reason.trim() } }));

/** What the sharing rules of two versions permit. Costs the server seconds, so it is asked for only when somebody wants to know, and once. */
export const sharingQuery = (version: string, base: string) =>
  queryOptions({
    queryKey: ["framework", "sharing", version, base],
    queryFn: () =>
      answer(
        api.GET("/api/v1/framework/versions/{version}/sharing", { params: { path: { version }, query: { with: base } }, ...patiently }),
      ),
    retry: false,
    ...still,
  });
