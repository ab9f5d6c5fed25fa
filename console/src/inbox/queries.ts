import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import type { Side } from "./inbox";

/** Assignments of one page. */
const INBOX_LIMIT = 50;
/** What becomes late by the clock alone is told by nobody: the count is asked for again this often. Milliseconds. */
const COUNT_MS = 60_000;

export const inboxQuery = (side: Side, kind: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["inbox", side, kind ?? ""],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/api/v1/assignments", { params: { query: { side, kind: kind ?? null, limit: INBOX_LIMIT, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const inboxCountQuery = queryOptions({
  queryKey: ["inbox-count"],
  queryFn: () => answer(api.GET("/api/v1/assignments/count")),
  refetchInterval: COUNT_MS,
});

export const assignmentQuery = (id: string) =>
  queryOptions({
    queryKey: ["assignment", id],
    queryFn: () => answer(api.GET("/api/v1/assignments/{id}", { params: { path: { id } } })),
    enabled: id !== "",
  });
