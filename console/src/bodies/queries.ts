import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { useOfficer } from "../api/queries";

/** Rows of one page of a body's meetings or directives. */
const LIMIT = 50;
/** What becomes late by the clock alone is told by nobody: figures are asked for again this often. Milliseconds. */
const REFRESH_MS = 60_000;
/** Roles that sit in bodies as a rule; who else asks is answered that there is nothing. */
const SITTING = ["joc", "joc_lead", "supervisor", "duty", "chair", "secretariat"];

export const bodiesQuery = queryOptions({
  queryKey: ["bodies"],
  queryFn: () => answer(api.GET("/api/v1/bodies")),
  refetchInterval: REFRESH_MS,
});

export const bodyQuery = (id: string) =>
  queryOptions({
    queryKey: ["body", id],
    queryFn: () => answer(api.GET("/api/v1/bodies/{id}", { params: { path: { id } } })),
    refetchInterval: REFRESH_MS,
  });

export const meetingQuery = (id: string) =>
  queryOptions({
    queryKey: ["meeting", id],
    queryFn: () => answer(api.GET("/api/v1/meetings/{id}", { params: { path: { id } } })),
  });

export const meetingsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["meetings", id],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/api/v1/bodies/{id}/meetings", { params: { path: { id }, query: { limit: LIMIT, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const directivesQuery = (id: string, open: boolean) =>
  infiniteQueryOptions({
    queryKey: ["directives", id, open],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/api/v1/bodies/{id}/directives", { params: { path: { id }, query: { open, limit: LIMIT, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** Whether the officer sits in a body, or knows when others met. */
export function useSits(): boolean {
  const officer = useOfficer();
  const asked = officer.roles.some((role) => SITTING.includes(role));
  const { data } = useQuery({ ...bodiesQuery, enabled: asked, retry: false });
  return (data?.bodies.length ?? 0) > 0;
}
