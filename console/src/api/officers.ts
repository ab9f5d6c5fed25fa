import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { demoOfficersQuery, sessionQuery } from "./queries";

/** Names of officers by id. The API names officers by id only; a demonstration lists its made-up officers, whose names are shown instead. */
export function useOfficerName(): (id: string | null | undefined) => string {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data } = useQuery({ ...demoOfficersQuery, enabled: session.demo, staleTime: Number.POSITIVE_INFINITY });
  return (id) => data?.find((o) => o.id === id)?.name ?? id ?? "";
}
