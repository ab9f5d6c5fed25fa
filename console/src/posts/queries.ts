import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { useOfficer } from "../api/queries";

/** Shifts of one page. */
const SHIFTS_LIMIT = 20;

export const postsQuery = queryOptions({
  queryKey: ["posts"],
  queryFn: () => answer(api.GET("/api/v1/posts")),
});

export const postQuery = (point: string) =>
  queryOptions({
    queryKey: ["post", point],
    queryFn: () => answer(api.GET("/api/v1/posts/{point}", { params: { path: { point } } })),
  });

export const shiftQuery = (id: string) =>
  queryOptions({
    queryKey: ["shift", id],
    queryFn: () => answer(api.GET("/api/v1/shifts/{id}", { params: { path: { id } } })),
    enabled: id !== "",
  });

export const figuresQuery = (id: string) =>
  queryOptions({
    queryKey: ["shift-figures", id],
    queryFn: () => answer(api.GET("/api/v1/shifts/{id}/figures", { params: { path: { id } } })),
  });

export const shiftsQuery = (point: string) =>
  infiniteQueryOptions({
    queryKey: ["shifts", point],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/api/v1/posts/{point}/shifts", { params: { path: { point }, query: { limit: SHIFTS_LIMIT, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** Whether the officer may read who is on duty anywhere: at the own post everybody may. */
export function useReadsPosts(): boolean {
  const officer = useOfficer();
  const posts = useQuery({ ...postsQuery, enabled: !officer.point });
  return officer.point !== "" || (posts.data?.posts.length ?? 0) > 0;
}
