import type { Board, Card, CommandRequest, Crossing, Officer, Path, Stage, StageNow, TimelineEntry } from "../../src/api/types";
import { blank, framework, HOUR, MINUTE, paths } from "./data";

interface File {
  card: Card;
  path: Path;
  subject: Record<string, unknown>;
  stages: Map<
    string,
    {
      state: string;
      ready?: number;
      started?: number;
      ended?: number;
      officer?: string;
      words?: string;
      hold?: { ground: string; until: number };
    }
  >;
  timeline: TimelineEntry[];
}

/** Crossings in memory, moved by the commands that the tests and screenshots need. No rule of a real framework is modelled here. */
export class World {
  readonly files = new Map<string, File>();
  readonly started = Date.now() * 1000;
  readonly rate = 20;
  index = 0;
  listeners = new Set<(entry: object) => void>();

  now = (): number => this.started + (Date.now() * 1000 - this.started) * this.rate;

  constructor(trucks = 34) {
    const t0 = this.started;
    const names = ["ERIKSSON, ANNA MARIA", "LUND, BO", "MARSH, CLEO", "FALK, DINA", "HOLT, EMIL", "ORRE, FINN"];
    for (let i = 0; i < trucks; i++)
      this.add(
        "bridge",
        "osbp-truck",
        `XAB ${100 + i * 7}`,
        `Northern Haulage · ${["Cement in bags", "Fresh flowers", "Machine parts", "Maize"][i % 4]}`,
        {
          kind: "truck",
          plate: `XAB ${100 + i * 7}`,
          company: "Northern Haulage",
          goods: [{ text: "Cement in bags", hs: "2523" }],
          containers: [],
        },
        t0 - (5 + i * 6) * MINUTE,
        i % 8,
      );
    for (let i = 0; i < 9; i++)
      this.add(
        "bridge",
        "osbp-person",
        names[i % 6] ?? "",
        "UTO · L898902C3",
        {
          kind: "person_on_foot",
          surname: "ERIKSSON",
          given: "ANNA MARIA",
          nationality: "UTO",
          birth: "1974-08-12",
          document: { kind: "P", number: `L89890${i}`, issuer: "UTO", expires: "2032-04-15" },
        },
        t0 - (1 + i * 3) * MINUTE,
        i % 2,
      );
    for (let i = 0; i < 4; i++)
      this.add(
        "haven",
        "vessel-call",
        ["MV Aurora", "MV Borealis", "MV Cirrus", "MV Delta"][i] ?? "",
        `IMO 907472${i} · UTO`,
        {
          kind: "vessel",
          name: "MV Aurora",
          imo: `907472${i}`,
          flag: "UTO",
          last_port: "XXPRT",
          crew: [{ surname: "KROK", given: "INES", nationality: "UTO", role: "master", document: { number: "C01X00T47" } }],
          consignments: [
            { declaration: "UT-77", company: "Harbour Foods", goods: [{ text: "Rice", hs: "1006" }], containers: ["MSKU1234565"] },
          ],
          passengers: 0,
        },
        t0 - (i + 1) * HOUR,
        i + 1,
      );
    for (let i = 0; i < 3; i++) {
      const id = this.add(
        "skyport",
        "flight-arrival",
        `XX ${410 + i}`,
        "XXA → UTO",
        { kind: "flight", carrier: "XX", number: `${410 + i}`, origin: "XXA", destination: "UTO", scheduled: "2026-11-24T08:30" },
        t0 - (3 - i) * HOUR,
        i,
      );
      const flight = this.files.get(id);
      for (let p = 0; p < 24; p++)
        this.add(
          "skyport",
          "air-passenger-arrival",
          `${names[p % 6]}`,
          `UTO · P${i}${p}0047`,
          {
            kind: "traveller",
            surname: "ERIKSSON",
            given: "ANNA",
            nationality: "UTO",
            birth: "1974-08-12",
            seat: `${p + 1}A`,
            role: "passenger",
            document: { kind: "P", number: `P${i}${p}0047`, issuer: "UTO", expires: "2032-04-15" },
          },
          t0 - (40 - p) * MINUTE,
          p % 5,
          id,
        );
      if (flight) flight.card.parts = { total: 24, expected: 6, present: 13, refused: 1, settled: 4 };
    }
  }

  add(
    point: string,
    procedure: string,
    label: string,
    detail: string,
    subject: Record<string, unknown>,
    arrived: number,
    done: number,
    partOf?: string,
  ): string {
    const path = paths[point]?.paths.find((p) => p.procedure === procedure);
    if (!path) throw new Error(procedure);
    const id = `019ab${(this.files.size + 1).toString().padStart(6, "0")}`;
    const card: Card = {
      ...blank(id, point),
      label,
      detail,
      subject_kind: path.subject,
      procedure,
      arrived_us: arrived,
      part_of: partOf ?? null,
    };
    const file: File = { card, path, subject, stages: new Map(path.stages.map((s) => [s.id, { state: "pending" }])), timeline: [] };
    this.files.set(id, file);
    this.note(file, "opened", arrived, { origin: "hand" });
    let at = arrived;
    for (const s of path.stages.slice(0, done)) {
      at += 3 * MINUTE;
      Object.assign(file.stages.get(s.id) ?? {}, {
        state: s.applies ? "not_applicable" : "passed",
        started: at - MINUTE,
        ended: at,
        officer: "sky-imm",
      });
      this.note(file, "stage_passed", at, {}, s.id, s.agency);
    }
    const current = path.stages[done];
    const n = this.files.size;
    const now = current && file.stages.get(current.id);
    if (now && current) {
      now.ready = at;
      if (n % 5 === 0) Object.assign(now, { state: "in_progress", started: at + MINUTE, officer: "bri-cus" });
      if (n % 11 === 0)
        Object.assign(now, {
          state: "held",
          started: at,
          officer: "bri-cus",
          hold: { ground: "customs.documents", until: this.started + 2 * HOUR },
          words: "Invoice missing",
        });
    }
    this.settle(file, at);
    return id;
  }

  private note(file: File, kind: string, at: number, params: object, stage?: string, agency = "CUS", text?: string): void {
    const words = text ? { disclosure: "content", text, ask: null, rules: ["Officers of the point read each other's reasons."] } : null;
    file.timeline.push({
      id: `e${++this.index}`,
      index: this.index,
      kind: `crossing.${kind}.v1`,
      happened_us: at,
      recorded_us: at,
      officer: "bri-cus",
      agency,
      stage: stage ?? null,
      params: params as Record<string, never>,
      words,
    });
    for (const tell of this.listeners)
      tell({ index: this.index, kind: `crossing.${kind}.v1`, point: file.card.point, crossing: file.card.id, at_us: at });
  }

  private settle(file: File, at: number): void {
    const { card, path, stages } = file;
    const done = (id: string) => ["passed", "waived", "not_applicable", "joint"].includes(stages.get(id)?.state ?? "passed");
    for (const s of path.stages) {
      const now = stages.get(s.id);
      if (now?.state === "pending" && s.applies) now.state = "not_applicable";
      if (now?.state === "pending" && s.after.every(done)) Object.assign(now, { state: "ready", ready: now.ready ?? at });
    }
    const open = path.stages.filter((s) => ["ready", "in_progress", "held"].includes(stages.get(s.id)?.state ?? ""));
    card.lanes = open.map((s) => s.id);
    const first = open[0];
    const now = first && stages.get(first.id);
    card.owed = path.stages.filter((s) => !done(s.id)).map((s) => ({ stage: s.id, agency: s.agency }));
    card.holder = first ? { agency: first.agency, stage: first.id, officer: now?.officer ?? null, desk: null } : null;
    card.holder_since_us = now?.started ?? now?.ready ?? null;
    card.due_us = first && card.holder_since_us ? card.holder_since_us + first.target_s * 1_000_000 : null;
    card.hold = now?.hold && first ? { stage: first.id, until_us: now.hold.until, ground: now.hold.ground } : null;
    if (card.state !== "refused" && card.state !== "cancelled")
      card.state =
        card.owed.length === 0 ? "released" : now?.state === "held" ? "held" : now?.state === "in_progress" ? "in_control" : "waiting";
    card.expected_release_us = card.owed.length > 0 ? at + card.owed.length * 8 * MINUTE : null;
    card.version = (card.version ?? 0) + 1;
  }

  command(file: File, ask: CommandRequest, officer: Officer): { code: string; detail: string; place?: object } | undefined {
    const at = this.now();
    const now = ask.stage ? file.stages.get(ask.stage) : undefined;
    const reason = ask.reason ?? "";
    if (ask.command === "release" && file.card.owed.length > 1)
      return {
        code: "owed",
        detail: `still owed: ${file.card.owed.map((o) => o.stage).join(", ")}`,
        place: { file: "procedures/osbp-truck.toml", line: 214, column: 1 },
      };
    const to: Record<string, string> = {
      start: "in_progress",
      pass: "passed",
      hold: "held",
      lift_hold: "in_progress",
      waive: "waived",
      release: "passed",
      hand_over: "passed",
      refuse: "refused",
    };
    const fact: Record<string, string> = {
      start: "stage_started",
      pass: "stage_passed",
      hold: "held",
      lift_hold: "hold_lifted",
      waive: "stage_waived",
      release: "released",
      hand_over: "handed_over",
      refuse: "refused",
      remark: "remarked",
      refer: "stage_referred",
      cancel: "cancelled",
    };
    if (now) {
      now.state = to[ask.command] ?? now.state;
      now.officer = officer.id;
      if (ask.command === "start") now.started = at;
      else if (["passed", "waived", "refused"].includes(now.state)) now.ended = at;
      now.hold = ask.command === "hold" ? { ground: ask.ground ?? "", until: at + 4 * HOUR } : (undefined as never);
      now.words = reason || now.words;
    }
    if (ask.command === "refuse") file.card.state = "refused";
    if (ask.command === "cancel") file.card.state = "cancelled";
    this.settle(file, at);
    this.note(
      file,
      fact[ask.command] ?? ask.command,
      at,
      { to: ask.to, topic: ask.topic },
      ask.stage ?? undefined,
      officer.agency,
      ask.text || reason || undefined,
    );
    return undefined;
  }

  view(file: File, officer: Officer): Crossing {
    const { card, path, stages } = file;
    const at = (s: Stage): StageNow => {
      const now = stages.get(s.id) ?? { state: "pending" };
      const own = s.agency === officer.agency || officer.state === "UTO";
      const words = now.words
        ? { disclosure: own ? "content" : "exists", text: own ? now.words : null, ask: own ? null : s.agency, rules: [] }
        : null;
      return {
        stage: s.id,
        title: s.title,
        kind: s.kind,
        side: s.side,
        agency: s.agency,
        state_code: s.state,
        state: now.state,
        mandatory: s.mandatory,
        ready_us: now.ready ?? null,
        started_us: now.started ?? null,
        ended_us: now.ended ?? null,
        officer: now.officer ?? null,
        waits_for: null,
        joint: null,
        reason: now.state === "held" ? null : words,
        expected_s: s.expected_s,
        target_s: s.target_s,
        after: s.after,
        hold:
          now.hold && words
            ? {
                until_us: now.hold.until,
                since_us: now.started ?? 0,
                officer: now.officer ?? "",
                ground: own ? now.hold.ground : null,
                reason: words,
              }
            : null,
        place: { file: `procedures/${path.procedure}.toml`, line: 40, column: 1 },
      };
    };
    const offer = (command: string, stage: string | null, needs: string[] = []) => ({ command, stage, needs, allowed: true, why: null });
    const commands = path.stages
      .filter((s) => card.lanes.includes(s.id) && s.agency === officer.agency)
      .flatMap((s) => {
        const state = stages.get(s.id)?.state;
        if (s.kind === "release")
          return [
            card.owed.length > 1
              ? { ...offer("release", s.id), allowed: false, why: { status: 409, code: "owed", title: "Conflict", detail: "still owed" } }
              : offer("release", s.id),
          ];
        if (s.kind === "handover") return [offer("hand_over", s.id)];
        if (state === "held") return [offer("lift_hold", s.id, ["reason"])];
        return [
          ...(state === "ready" ? [offer("start", s.id)] : []),
          offer("pass", s.id),
          offer("refer", s.id, ["to", "reason"]),
          offer("hold", s.id, ["ground", "reason"]),
          offer("refuse", s.id, ["ground", "reason"]),
          offer("waive", s.id, ["reason"]),
        ];
      });
    return {
      card,
      subject: file.subject as Record<string, never>,
      conditions: [],
      path: path.stages.map(at),
      procedure_title: path.title,
      opened_us: card.arrived_us ?? 0,
      opened_by: "bri-cus",
      origin: "hand",
      matched: null,
      custody: path.procedure === "osbp-truck" ? "exit" : null,
      reversed: null,
      commands: [...commands, offer("remark", null, ["topic", "text"])],
      reversal: [],
      framework_version: `${framework.id} ${framework.version}`,
      version: card.version ?? 0,
    };
  }

  board(point: string): Board {
    const at = this.now();
    const cards = [...this.files.values()].map((f) => f.card).filter((c) => c.point === point && c.lanes.length > 0);
    cards.sort((a, b) => (a.holder_since_us ?? 0) - (b.holder_since_us ?? 0));
    const lanes = (paths[point]?.paths ?? []).flatMap((p) =>
      p.stages.flatMap((s) => {
        const here = cards.filter((c) => c.procedure === p.procedure && c.lanes.includes(s.id));
        if (here.length === 0) return [];
        const since = here.map((c) => c.holder_since_us ?? at);
        return [
          {
            stage: s.id,
            title: s.title,
            procedure: p.procedure,
            direction: p.direction,
            agency: s.agency,
            count: here.length,
            oldest_us: Math.min(...since),
            past_target: here.filter((c) => (c.due_us ?? at) < at).length,
          },
        ];
      }),
    );
    return { point, lanes, cards, next: null, as_of_us: at };
  }
}
