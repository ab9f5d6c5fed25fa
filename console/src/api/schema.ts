/* The shape of the API. Written by hand after the server's types until `npm run generate` writes it from the server's OpenAPI document. */
export interface components {
  schemas: {
    OfficerCard: { id: string; name: string; agency: string; agency_name: string; state: string; desk: string; desk_name: string; point: string; roles: string[]; purposes: string[] };
    SignIn: { username: string; password: string };
    DemoSignIn: { officer: string };
    ClockNow: { now_us: number; rate: number };
    FrameworkName: { id: string; name: string; version: string };
    SessionView: { officer?: components["schemas"]["OfficerCard"] | null; demo: boolean; framework: components["schemas"]["FrameworkName"]; clock: components["schemas"]["ClockNow"]; csrf?: string | null };
    PlaceOf: { file: string; line: number; column: number };
    Problem: { status: number; code: string; title: string; detail: string; place?: components["schemas"]["PlaceOf"] | null; fields?: Record<string, never> | null };
    AgencyView: { id: string; name: string; short: string; state: string; functions: string[] };
    PointView: { id: string; name: string; environment: string; status: string; one_stop: boolean; neighbour?: string | null; position: number[]; time_zone: string; lead: string };
    GroundView: { id: string; title: string; legal_basis: string; function: string; state?: string | null; max_s?: number | null };
    FrameworkView: { id: string; name: string; state: string; version: string; languages: string[]; agencies: components["schemas"]["AgencyView"][]; points: components["schemas"]["PointView"][]; hold_grounds: components["schemas"]["GroundView"][]; refusal_grounds: components["schemas"]["GroundView"][] };
    StepKindView: "gate" | "control" | "handover" | "joint_examination" | "release";
    SideView: "exit" | "entry" | "joint";
    StageView: { id: string; title: string; kind: components["schemas"]["StepKindView"]; side: components["schemas"]["SideView"]; agency: string; state: string; mandatory: boolean; waivable: boolean; applies?: string | null; expected_s: number; target_s: number; after: string[] };
    PathView: { procedure: string; title: string; direction: string; subject: string; parts: string[]; conditions: string[]; stages: components["schemas"]["StageView"][] };
    DeskView: { id: string; name: string; agency: string; kind: string };
    PointPaths: { point: string; paths: components["schemas"]["PathView"][]; desks: components["schemas"]["DeskView"][] };
    PointNow: { id: string; open: number; waiting: number; held: number; refused: number; oldest_us?: number | null; past_target: number };
    Overview: { points: components["schemas"]["PointNow"][]; as_of_us: number };
    Lane: { stage: string; title: string; procedure: string; direction: string; agency: string; count: number; oldest_us: number; past_target: number };
    Board: { point: string; lanes: components["schemas"]["Lane"][]; cards: components["schemas"]["Card"][]; next?: string | null; as_of_us: number };
    Holder: { agency: string; officer?: string | null; desk?: string | null; stage: string };
    HoldOf: { stage: string; until_us: number; ground?: string | null };
    Owed: { stage: string; agency: string };
    PartsOf: { total: number; expected: number; present: number; refused: number; settled: number };
    Card: {
      id: string; disclosure: string; point: string; agency?: string | null; subject_kind?: string | null; label?: string | null; detail?: string | null; procedure?: string | null; direction?: string | null;
      part_of?: string | null; nature?: string | null; arrived_us?: number | null; expected_us?: number | null; state?: string | null; lanes: string[]; holder?: components["schemas"]["Holder"] | null;
      holder_since_us?: number | null; due_us?: number | null; hold?: components["schemas"]["HoldOf"] | null; owed: components["schemas"]["Owed"][]; expected_release_us?: number | null;
      parts?: components["schemas"]["PartsOf"] | null; remarks?: number | null; conflicts?: number | null; version?: number | null;
    };
    CardPage: { crossings: components["schemas"]["Card"][]; next?: string | null };
    Words: { disclosure: string; text?: string | null; ask?: string | null; rules: string[] };
    HoldNow: { until_us: number; since_us: number; officer: string; ground?: string | null; reason: components["schemas"]["Words"] };
    Participant: { agency: string; verdict?: string | null };
    JointNow: { since_us: number; participants: components["schemas"]["Participant"][] };
    StageNow: {
      stage: string; title: string; kind: components["schemas"]["StepKindView"]; side: components["schemas"]["SideView"]; agency: string; state_code: string; state: string; mandatory: boolean;
      ready_us?: number | null; started_us?: number | null; ended_us?: number | null; officer?: string | null; waits_for?: string | null; hold?: components["schemas"]["HoldNow"] | null;
      joint?: components["schemas"]["JointNow"] | null; reason?: components["schemas"]["Words"] | null; expected_s: number; target_s: number; after: string[]; place: components["schemas"]["PlaceOf"];
    };
    CommandOffer: { command: string; stage?: string | null; needs: string[]; allowed: boolean; why?: components["schemas"]["Problem"] | null };
    CrossingView: {
      card: components["schemas"]["Card"]; subject: Record<string, never>; conditions: string[]; path: components["schemas"]["StageNow"][]; procedure_title: string; opened_us: number; opened_by: string; origin: string;
      matched?: string | null; custody?: string | null; reversed?: string | null; commands: components["schemas"]["CommandOffer"][]; reversal: string[]; framework_version: string; version: number;
    };
    OpenRequest: { point: string; procedure: string; direction: string; subject: Record<string, never>; conditions?: string[]; part_of?: string | null; arrived?: boolean; expected_us?: number | null; origin?: string | null };
    CommandRequest: {
      command: string; stage?: string | null; to?: string | null; ground?: string | null; reason?: string | null; note?: string | null; text?: string | null; topic?: string | null; verdict?: string | null;
      agreement?: string | null; condition?: string | null; until_us?: number | null; take_over?: boolean | null; expected_version?: number | null;
    };
    TimelineEntry: { id: string; index: number; kind: string; happened_us: number; recorded_us: number; officer: string; agency: string; stage?: string | null; params: Record<string, never>; words?: components["schemas"]["Words"] | null };
    Timeline: { entries: components["schemas"]["TimelineEntry"][]; next?: string | null };
    ScanOpen: { procedure: string; direction: string };
    Scan: { mrz: string; accept?: boolean; open?: components["schemas"]["ScanOpen"] | null; crossing?: string | null };
    ReasonView: { field: string; agreement: string; announced: string; shown: string };
    CandidateView: { kind: string; reasons: components["schemas"]["ReasonView"][]; card: components["schemas"]["Card"] };
    ScanResult: { outcome: string; document?: Record<string, never> | null; likely_readings: string[][]; problem?: string | null; candidates: components["schemas"]["CandidateView"][]; crossing?: components["schemas"]["CrossingView"] | null };
    IntakeProblem: { code: string; detail: string; segment?: number | null; position?: number | null };
    ReceiptView: { id: string; state: string; received_us: number; point: string; message_ref: string; flight?: string | null; crossing?: string | null; passengers: number; error?: components["schemas"]["IntakeProblem"] | null };
    Receipts: { receipts: components["schemas"]["ReceiptView"][] };
    IntakePage: { messages: components["schemas"]["ReceiptView"][]; next?: string | null };
    IntakeMessage: { receipt: components["schemas"]["ReceiptView"]; body: string };
    NewToken: { name: string };
    TokenView: { id: string; name: string; made_us: number; secret?: string | null };
    AccessLine: { at_us: number; officer: string; agency: string; purpose: string; what: string; subject: string; records: number };
    AccessPage: { lines: components["schemas"]["AccessLine"][]; next?: string | null };
  };
}
type Answer<T, Code extends number = 200> = { responses: { [K in Code]: { headers: Record<string, unknown>; content: { "application/json": T } } } };
type Nothing = { responses: { 204: { headers: Record<string, unknown>; content?: never } } };
type None = { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never };
type At<P, Q = never> = { parameters: { query?: Q; header?: never; path: P; cookie?: never }; requestBody?: never };
type Ask<Q> = { parameters: { query?: Q; header?: never; path?: never; cookie?: never }; requestBody?: never };
type Send<B, P = never> = { parameters: { query?: never; header?: never; path: P; cookie?: never }; requestBody: { content: { "application/json": B } } };
type SendHere<B> = { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { "application/json": B } } };
type Pages = { cursor?: string | null; limit?: number | null };
type S = components["schemas"];
export interface paths {
  "/api/v1/session": { get: None & Answer<S["SessionView"]>; post: SendHere<S["SignIn"]> & Answer<S["SessionView"]>; delete: None & Nothing };
  "/api/v1/session/demo": { post: SendHere<S["DemoSignIn"]> & Answer<S["SessionView"]> };
  "/api/v1/demo/officers": { get: None & Answer<S["OfficerCard"][]> };
  "/api/v1/framework": { get: None & Answer<S["FrameworkView"]> };
  "/api/v1/points": { get: None & Answer<S["Overview"]> };
  "/api/v1/points/{point}/paths": { get: At<{ point: string }> & Answer<S["PointPaths"]> };
  "/api/v1/points/{point}/board": { get: At<{ point: string }, Pages & { subject?: string | null }> & Answer<S["Board"]> };
  "/api/v1/crossings": { get: Ask<Pages & { point?: string | null; subject?: string | null; q?: string | null }> & Answer<S["CardPage"]>; post: SendHere<S["OpenRequest"]> & Answer<S["CrossingView"], 201> };
  "/api/v1/crossings/{id}": { get: At<{ id: string }> & Answer<S["CrossingView"]> };
  "/api/v1/crossings/{id}/parts": { get: At<{ id: string }, Pages> & Answer<S["CardPage"]> };
  "/api/v1/crossings/{id}/timeline": { get: At<{ id: string }, Pages> & Answer<S["Timeline"]> };
  "/api/v1/crossings/{id}/commands": { post: Send<S["CommandRequest"], { id: string }> & Answer<S["CrossingView"]> };
  "/api/v1/scan": { post: SendHere<S["Scan"]> & Answer<S["ScanResult"]> };
  "/api/v1/flights": { get: Ask<Pages & { point?: string | null }> & Answer<S["CardPage"]> };
  "/api/v1/intake": { get: Ask<Pages & { point?: string | null; state?: string | null }> & Answer<S["IntakePage"]> };
  "/api/v1/intake/{id}": { get: At<{ id: string }> & Answer<S["IntakeMessage"]> };
  "/api/v1/intake/{id}/replay": { post: At<{ id: string }> & Answer<S["Receipts"]> };
  "/api/v1/tokens": { get: None & Answer<S["TokenView"][]>; post: SendHere<S["NewToken"]> & Answer<S["TokenView"], 201> };
  "/api/v1/tokens/{id}": { delete: At<{ id: string }> & Nothing };
  "/api/v1/access-log": { get: Ask<Pages> & Answer<S["AccessPage"]> };
}
