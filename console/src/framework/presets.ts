import type { Framework, Vocabulary } from "../api/types";
import type { ExplorerSearch } from "./search";

/** A question that is worth asking of any framework. */
export interface Preset {
  id: string;
  search: ExplorerSearch;
}

/** The purpose that goes with a function, where the framework has it. */
const PURPOSES: Record<string, string> = {
  immigration: "border_control",
  customs: "customs",
  port_health: "health",
  intelligence: "intelligence",
};

type Agency = Framework["agencies"][number];
type Point = Framework["points"][number];

/** Questions made of what a framework has: a country without shared posts is not asked about partners. */
export function presets(framework: Framework, vocabulary: Vocabulary): Preset[] {
  const agencies = new Map(framework.agencies.map((a) => [a.id, a]));
  const at = (point: Point | undefined): Agency[] =>
    vocabulary.desks.flatMap((d) => (point && d.point === point.id ? (agencies.get(d.agency) ?? []) : []));
  const own = (a: Agency) => a.state === framework.state;
  const does = (list: readonly Agency[], work: string) => list.find((a) => own(a) && a.functions.includes(work));
  const open = framework.points.filter((p) => p.status === "open");
  // A post is a better example the more of the questions it can be asked.
  const weight = (p: Point) =>
    [p.one_stop && at(p).some((a) => !own(a)), does(at(p), "intelligence"), does(at(p), "port_health")].filter(Boolean).length;
  const post = open.reduce<Point | undefined>((best, p) => (best && weight(best) >= weight(p) ? best : p), undefined);
  if (!post) return [];

  const here = at(post);
  const lead = here.find((a) => a.id === post.lead) ?? here.find(own);
  const intelligence = does(here, "intelligence") ?? does(framework.agencies, "intelligence");
  const health = does(here, "port_health");
  const partners = here.filter((a) => !own(a));
  const partner = partners.find((a) => a.functions.includes("customs")) ?? partners[0];
  const other = open.find((p) => p.id !== post.id && at(p).some((a) => does([a], "immigration")));
  const national = (work: string) => {
    const desks = vocabulary.desks.filter((d) => !d.point).flatMap((d) => agencies.get(d.agency) ?? []);
    return does(desks, work) ?? desks.find(own);
  };

  const known = (purpose: string | undefined) => (purpose && vocabulary.purposes.includes(purpose) ? purpose : vocabulary.purposes[0]);
  const officer = (agency: Agency, point: Point | undefined, role: string, purpose?: string): ExplorerSearch => {
    const work = agency.functions.find((f) => f in PURPOSES);
    return { agency: agency.id, at: point?.id, roles: role, purposes: known(purpose ?? PURPOSES[work ?? ""]), clearance: "1" };
  };
  const record = (kind: string, owner: Agency | undefined, topic?: string): ExplorerSearch => ({
    kind,
    topic,
    owner: owner?.id,
    where: post.id,
  });
  const all: (false | undefined | Preset)[] = [
    partner &&
      intelligence && {
        id: "partner_intelligence",
        search: { ...officer(partner, post, "frontline"), ...record("remark", intelligence, "intelligence") },
      },
    partner && { id: "partner_remark", search: { ...officer(partner, post, "frontline"), ...record("remark", lead, "general") } },
    partner && { id: "partner_crossing", search: { ...officer(partner, post, "frontline"), ...record("crossing", lead) } },
    lead &&
      intelligence && {
        id: "joc_intelligence",
        search: { ...officer(lead, post, "joc"), ...record("remark", intelligence, "intelligence") },
      },
    health && {
      id: "health_medical",
      search: { ...officer(health, post, "frontline", "health"), ...record("stage_reason", health, "medical") },
    },
    lead &&
      health && { id: "other_medical", search: { ...officer(lead, post, "frontline"), ...record("stage_reason", health, "medical") } },
    ...[other && does(at(other), "immigration")].map(
      (a) => a && { id: "other_point", search: { ...officer(a, other, "frontline"), ...record("crossing", lead) } },
    ),
    ...[national("secretariat")].map(
      (a) => a && { id: "secretariat", search: { ...officer(a, undefined, "secretariat", "oversight"), ...record("crossing", lead) } },
    ),
    ...[national("data_protection")].map(
      (a) => a && { id: "auditor", search: { ...officer(a, undefined, "auditor", "audit"), kind: "access_log" } },
    ),
  ];
  return all.filter((p): p is Preset => Boolean(p));
}
