import { infiniteQueryOptions, queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { answer, api, carry } from "./client";
import { setServerClock } from "./clock";
import type { Framework, Session } from "./types";

/** Cards of a board that are fetched at once: the API's largest page. */
export const BOARD_LIMIT = 5_000;
/** Lines and parts of one page. */
export const PAGE_LIMIT = 200;

const STORED_PURPOSE = "mpaka.purpose";

/** The purpose that the officer reads for: the one chosen on the account page, else the first that the officer has. */
export function purposeOf(session: Session): string | undefined {
  const chosen = sessionStorage.getItem(STORED_PURPOSE);
  const own = session.officer?.purposes ?? [];
  return own.find((p) => p === chosen) ?? own[0];
}

export function choosePurpose(session: Session, purpose: string): void {
  sessionStorage.setItem(STORED_PURPOSE, purpose);
  carry(session.csrf, purpose);
}

/** Takes over what a session says: the server's time, and what requests carry. */
export function entered(session: Session): Session {
  setServerClock(session.clock.now_us, session.clock.rate);
  carry(session.csrf, purposeOf(session));
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => entered(await answer(api.GET("/api/v1/session"))),
  staleTime: Number.POSITIVE_INFINITY,
});

export const frameworkQuery = queryOptions({
  queryKey: ["framework"],
  queryFn: () => answer(api.GET("/api/v1/framework")),
  staleTime: Number.POSITIVE_INFINITY,
});

export const demoOfficersQuery = queryOptions({
  queryKey: ["demo-officers"],
  queryFn: () => answer(api.GET("/api/v1/demo/officers")),
});

export const pointsQuery = queryOptions({ queryKey: ["points"], queryFn: () => answer(api.GET("/api/v1/points")) });

export const pathsQuery = (point: string) =>
  queryOptions({
    queryKey: ["paths", point],
    queryFn: () => answer(api.GET("/api/v1/points/{point}/paths", { params: { path: { point } } })),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: point !== "",
  });

export const boardQuery = (point: string, subject: string) =>
  queryOptions({
    queryKey: ["board", point, subject],
    queryFn: () =>
      answer(
        api.GET("/api/v1/points/{point}/board", { params: { path: { point }, query: { subject: subject || null, limit: BOARD_LIMIT } } }),
      ),
    enabled: point !== "",
  });

export const crossingQuery = (id: string) =>
  queryOptions({ queryKey: ["crossing", id], queryFn: () => answer(api.GET("/api/v1/crossings/{id}", { params: { path: { id } } })) });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ["timeline", id],
    queryFn: () => answer(api.GET("/api/v1/crossings/{id}/timeline", { params: { path: { id }, query: { limit: PAGE_LIMIT * 5 } } })),
  });

export const partsQuery = (id: string) =>
  queryOptions({
    queryKey: ["parts", id],
    queryFn: () => answer(api.GET("/api/v1/crossings/{id}/parts", { params: { path: { id }, query: { limit: BOARD_LIMIT } } })),
  });

export const flightsQuery = (point: string) =>
  infiniteQueryOptions({
    queryKey: ["flights", point],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/api/v1/crossings", { params: { query: { point, subject: "flight", limit: PAGE_LIMIT, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: point !== "",
  });

export const searchQuery = (point: string, q: string) =>
  queryOptions({
    queryKey: ["search", point, q],
    queryFn: () => answer(api.GET("/api/v1/crossings", { params: { query: { point, q, limit: 20 } } })),
    enabled: point !== "" && q !== "",
  });

export const intakeQuery = (point: string, state: string) =>
  infiniteQueryOptions({
    queryKey: ["intake", point, state],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/api/v1/intake", { params: { query: { point, state, limit: PAGE_LIMIT, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: point !== "",
  });

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ["message", id],
    queryFn: () => answer(api.GET("/api/v1/intake/{id}", { params: { path: { id } } })),
    enabled: id !== "",
  });

export const tokensQuery = queryOptions({ queryKey: ["tokens"], queryFn: () => answer(api.GET("/api/v1/tokens")) });

/** The access log; only auditors are answered. */
export const accessQuery = infiniteQueryOptions({
  queryKey: ["access-log"],
  queryFn: ({ pageParam }) => answer(api.GET("/api/v1/access-log", { params: { query: { limit: PAGE_LIMIT, cursor: pageParam } } })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

/** Who is signed in. Only for screens behind the sign-in. */
export function useOfficer() {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data.officer) throw new Error("a screen behind the sign-in was drawn without one");
  return data.officer;
}

/** The framework, with look-ups by id that fall back to the id: an unknown agency is shown, never hidden. */
export function useFramework() {
  const { data } = useQuery(frameworkQuery);
  return {
    framework: data,
    agency: (id: string | null | undefined): string => data?.agencies.find((a) => a.id === id)?.short ?? id ?? "",
    agencyName: (id: string | null | undefined): string => data?.agencies.find((a) => a.id === id)?.name ?? id ?? "",
    point: (id: string): Framework["points"][number] | undefined => data?.points.find((p) => p.id === id),
    zone: (id: string | null | undefined): string | undefined => data?.points.find((p) => p.id === id)?.time_zone,
  };
}
