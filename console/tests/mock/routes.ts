import type { IncomingMessage, ServerResponse } from "node:http";
import type { Officer, Receipt } from "../../src/api/types";
import { framework, officers, paths } from "./data";
import { World } from "./world";

const world = new World(Number(process.env.MOCK_TRUCKS ?? 34));
const sessions = new Map<string, Officer>();
const tokens: { id: string; name: string; made_us: number; secret?: string }[] = [];
const receipts: Receipt[] = [
  {
    id: "m3",
    state: "accepted",
    received_us: world.started - 4e9,
    point: "skyport",
    message_ref: "UTO0003",
    flight: "XX 412",
    crossing: null,
    passengers: 24,
    error: null,
  },
  {
    id: "m2",
    state: "rejected",
    received_us: world.started - 9e9,
    point: "skyport",
    message_ref: "UTO0002",
    flight: "XX 411",
    crossing: null,
    passengers: 0,
    error: { code: "past_arrival", detail: "the flight was due at 2026-11-22T08:30, more than 24 hours ago", segment: 9, position: 214 },
  },
  {
    id: "m1",
    state: "duplicate",
    received_us: world.started - 12e9,
    point: "skyport",
    message_ref: "UTO0001",
    flight: "XX 410",
    crossing: null,
    passengers: 24,
    error: null,
  },
];

interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  officer: Officer | undefined;
}
type Answer = { status?: number; body?: unknown; cookie?: string };

const problem = (status: number, code: string, detail = "", more: object = {}): Answer => ({
  status,
  body: { status, code, title: code, detail, ...more },
});

function session(officer: Officer | undefined) {
  return {
    officer: officer ?? null,
    demo: true,
    framework: { id: framework.id, name: framework.name, version: framework.version },
    clock: { now_us: world.now(), rate: world.rate },
    csrf: officer ? "csrf" : null,
  };
}

function signIn(officer: Officer | undefined): Answer {
  if (!officer) return problem(401, "sign_in", "the account or the password is not right");
  const key = Math.random().toString(36).slice(2);
  sessions.set(key, officer);
  return { body: session(officer), cookie: `mpaka_session=${key}; Path=/; HttpOnly; SameSite=Strict` };
}

const MRZ = {
  format: "TD3",
  valid: true,
  surname: "ERIKSSON",
  given_names: "ANNA MARIA",
  document_number: "L898902C3",
  issuing_state: "UTO",
  nationality: "UTO",
  birth_date: "1974-08-12",
  expiry_date: "2032-04-15",
  sex: "F",
  problems: [],
};

function scan(body: Record<string, unknown>, officer: Officer): Answer {
  const lines = String(body.mrz).split("\n");
  const none = { likely_readings: [], candidates: [], problem: null, document: null, crossing: null };
  if (lines.length < 2)
    return {
      body: {
        ...none,
        outcome: "unreadable",
        problem: "1 line(s) of [12] characters are no machine-readable zone; 3 of 30, 2 of 36 or 2 of 44 were expected",
      },
    };
  if (String(body.mrz).includes("O898902C3") && !body.accept) {
    const problems = [{ code: "check_digit", field: "document_number", line: 2, column: 10, found: "6", expected: "4", invalid: true }];
    return {
      body: {
        ...none,
        outcome: "doubtful",
        document: { ...MRZ, valid: false, problems },
        likely_readings: [[lines[0], (lines[1] ?? "").replace("O898902C3", "L898902C3")]],
      },
    };
  }
  const mine = [...world.files.values()].filter(
    (f) => f.card.point === officer.point && ["traveller", "person_on_foot"].includes(f.card.subject_kind ?? "") && f.card.owed.length > 0,
  );
  const first = mine[0];
  if (!first) return { body: { ...none, outcome: "none", document: MRZ } };
  return { body: { ...none, outcome: "matched", document: MRZ, crossing: world.view(first, officer) } };
}

function route({ method, path, query, body, officer }: Asked): Answer {
  const [head, id, tail] = path.split("/");
  if (head === "session") {
    if (method === "GET") return { body: session(officer) };
    if (method === "DELETE") return { status: 204, cookie: "mpaka_session=; Path=/; Max-Age=0" };
    return signIn(officers.find((o) => o.id === (id === "demo" ? body.officer : body.username)));
  }
  if (path === "demo/officers") return { body: officers };
  if (!officer) return problem(401, "signed_out");
  const file = head === "crossings" && id ? world.files.get(id) : undefined;
  if (head === "crossings" && id && !file) return problem(404, "not_found");
  const cards = [...world.files.values()].map((f) => f.card);
  if (file && tail === "commands") {
    const refused = world.command(file, body as never, officer);
    return refused
      ? { status: 409, body: { status: 409, title: "Conflict", fields: { owed: file.card.owed.map((o) => o.stage) }, ...refused } }
      : { body: world.view(file, officer) };
  }
  if (file && tail === "timeline") return { body: { entries: file.timeline, next: null } };
  if (file && tail === "parts") return { body: { crossings: cards.filter((c) => c.part_of === id), next: null } };
  if (file) return { body: world.view(file, officer) };
  if (path === "crossings" && method === "POST") {
    const subject = body.subject as Record<string, unknown>;
    const made = world.add(
      String(body.point),
      String(body.procedure),
      String(subject.plate ?? subject.name ?? subject.surname ?? "?"),
      "",
      subject,
      world.now(),
      0,
    );
    const opened = world.files.get(made);
    return opened ? { status: 201, body: world.view(opened, officer) } : problem(500, "internal");
  }
  if (path === "crossings") {
    const q = (query.get("q") ?? "").toUpperCase().replaceAll(" ", "");
    return {
      body: {
        crossings: cards.filter((c) => c.point === query.get("point") && (c.label ?? "").replaceAll(" ", "").startsWith(q)).slice(0, 20),
        next: null,
      },
    };
  }
  if (path === "framework") return { body: framework };
  if (path === "points") {
    const now = world.now();
    const figures = framework.points.map((p) => {
      const here = world.board(p.id).cards;
      const oldest = here.map((c) => c.holder_since_us ?? now);
      return {
        id: p.id,
        open: here.length,
        waiting: here.length,
        held: here.filter((c) => c.state === "held").length,
        refused: 0,
        oldest_us: here.length ? Math.min(...oldest) : null,
        past_target: here.filter((c) => (c.due_us ?? now) < now).length,
      };
    });
    return { body: { points: figures, as_of_us: now } };
  }
  if (head === "points" && id && tail === "paths") return paths[id] ? { body: paths[id] } : problem(404, "not_found");
  if (head === "points" && id) return paths[id] ? { body: world.board(id) } : problem(404, "not_found");
  if (path === "flights")
    return { body: { crossings: cards.filter((c) => c.subject_kind === "flight" && c.point === query.get("point")), next: null } };
  if (path === "scan") return scan(body, officer);
  if (path === "intake")
    return { body: { messages: receipts.filter((r) => !query.get("state") || r.state === query.get("state")), next: null } };
  if (head === "intake" && tail === "replay") return { body: { receipts: receipts.filter((r) => r.id === id) } };
  if (head === "intake")
    return {
      body: {
        receipt: receipts.find((r) => r.id === id),
        body: "UNA:+.? '\nUNB+UNOA:4+XX+UTOGOV+261124:0800+000000002'\nUNH+1+PAXLST:D:12B:UN:IATA'\nBGM+745'\n",
      },
    };
  if (path === "tokens" && method === "GET") return { body: tokens.map(({ secret: _, ...t }) => t) };
  if (path === "tokens") {
    const made = { id: `t${tokens.length}`, name: String(body.name), made_us: world.now(), secret: "mpaka_0123456789abcdef" };
    tokens.push(made);
    return { status: 201, body: made };
  }
  if (head === "tokens") {
    tokens.splice(
      tokens.findIndex((t) => t.id === id),
      1,
    );
    return { status: 204 };
  }
  return problem(404, "not_found");
}

function live(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const send = (event: string, data: object, id: number) => response.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  send("hello", { index: world.index, now_us: world.now(), rate: world.rate }, world.index);
  const listener = (entry: object) => send("entry", entry, world.index);
  world.listeners.add(listener);
  const alive = setInterval(() => response.write(":\n\n"), 15_000);
  response.on("close", () => {
    clearInterval(alive);
    world.listeners.delete(listener);
  });
}

export async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mock");
  const key = /mpaka_session=([a-z0-9]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
  const officer = sessions.get(key);
  if (url.pathname === "/api/v1/live" && officer) return live(response);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
  const {
    status = 200,
    body: answered,
    cookie,
  } = route({ method: request.method ?? "GET", path: url.pathname.replace("/api/v1/", ""), query: url.searchParams, body, officer });
  if (cookie) response.setHeader("set-cookie", cookie);
  response.writeHead(status, { "content-type": status >= 400 ? "application/problem+json" : "application/json" });
  response.end(answered === undefined ? "" : JSON.stringify(answered));
}
