import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { useOfficer } from "../api/queries";

/** Notices, and crossings that one hits, of one page. */
const NOTICES_LIMIT = 200;
const HIT_LIMIT = 50;

export const noticesQuery = queryOptions({
  queryKey: ["notices"],
  queryFn: () => answer(api.GET("/api/v1/notices", { params: { query: { limit: NOTICES_LIMIT } } })),
});

export const noticeQuery = (id: string) =>
  queryOptions({
    queryKey: ["notice", id],
    queryFn: () => answer(api.GET("/api/v1/notices/{id}", { params: { path: { id } } })),
  });

export const hitByQuery = (id: string, point: string) =>
  infiniteQueryOptions({
    queryKey: ["notice-crossings", id, point],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/api/v1/notices/{id}/crossings", { params: { path: { id }, query: { point, limit: HIT_LIMIT, cursor: pageParam } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const onCrossingQuery = (id: string) =>
  queryOptions({
    queryKey: ["crossing-notices", id],
    queryFn: () => answer(api.GET("/api/v1/crossings/{id}/notices", { params: { path: { id } } })),
  });

/** Whether the officer may read notices anywhere: at the own post everybody may. */
export function useReadsNotices(): boolean {
  const officer = useOfficer();
  const { data } = useQuery({ ...noticesQuery, enabled: !officer.point });
  return officer.point !== "" || (data !== undefined && (data.may_draft || data.notices.length > 0));
}
