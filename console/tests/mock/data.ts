import type { Card, Framework, Officer, Path, PointPaths, Stage } from "../../src/api/types";

/** A made-up country (ICAO's specimen state) for development and tests: three points, four agencies. */
export const HOUR = 3_600_000_000;
export const MINUTE = 60_000_000;

const agency = (id: string, short: string, functions: string[], state = "UTO") => ({
  id,
  name: `${short} of ${state === "UTO" ? "Utopia" : "Arcadia"}`,
  short,
  state,
  functions,
});

export const framework: Framework = {
  id: "utopia",
  name: "Utopia",
  state: "UTO",
  version: "2026.1",
  languages: ["en"],
  agencies: [
    agency("IMM", "Immigration", ["immigration"]),
    agency("CUS", "Customs", ["customs"]),
    agency("PH", "Port Health", ["port_health"]),
    agency("SEA", "Maritime Authority", ["maritime", "port_operator"]),
    agency("XX-IMM", "Immigration (XXA)", ["immigration"], "XXA"),
    agency("XX-CUS", "Customs (XXA)", ["customs"], "XXA"),
  ],
  points: [
    {
      id: "skyport",
      name: "Skyport International Airport",
      environment: "air",
      status: "open",
      one_stop: false,
      neighbour: null,
      position: [1.3, 36.9],
      time_zone: "UTC",
      lead: "IMM",
    },
    {
      id: "bridge",
      name: "Bridge One Stop Border Post",
      environment: "land",
      status: "open",
      one_stop: true,
      neighbour: "XXA",
      position: [-2.5, 36.8],
      time_zone: "UTC",
      lead: "CUS",
    },
    {
      id: "haven",
      name: "Haven Seaport",
      environment: "sea",
      status: "open",
      one_stop: false,
      neighbour: null,
      position: [-4.05, 39.65],
      time_zone: "UTC",
      lead: "SEA",
    },
    {
      id: "lakeside",
      name: "Lakeside Pier",
      environment: "lake",
      status: "open",
      one_stop: false,
      neighbour: null,
      position: [-0.1, 34.75],
      time_zone: "UTC",
      lead: "IMM",
    },
  ],
  hold_grounds: [
    {
      id: "customs.documents",
      title: "Declaration or supporting documents incomplete",
      legal_basis: "Customs Act, section 12",
      function: "customs",
      state: null,
      max_s: 14400,
    },
    {
      id: "immigration.identity",
      title: "Identity or nationality in doubt",
      legal_basis: "Immigration Act, section 4",
      function: "immigration",
      state: "UTO",
      max_s: 14400,
    },
  ],
  refusal_grounds: [
    {
      id: "immigration.document",
      title: "No valid travel document",
      legal_basis: "Immigration Act, section 9",
      function: "immigration",
      state: "UTO",
      max_s: null,
    },
    {
      id: "customs.prohibited",
      title: "Prohibited goods",
      legal_basis: "Customs Act, section 18",
      function: "customs",
      state: null,
      max_s: null,
    },
  ],
};

const stage = (id: string, title: string, agencyId: string, after: string[], more: Partial<Stage> = {}): Stage => ({
  id,
  title,
  kind: "control",
  side: "entry",
  agency: agencyId,
  state: agencyId.startsWith("XX") ? "XXA" : "UTO",
  mandatory: true,
  waivable: true,
  applies: null,
  expected_s: 180,
  target_s: 900,
  after,
  ...more,
});

const path = (procedure: string, title: string, subject: string, stages: Stage[], more: Partial<Path> = {}): Path => ({
  procedure,
  title,
  direction: "inbound",
  subject,
  parts: [],
  conditions: ["has_goods", "selected"],
  stages,
  ...more,
});

const air: Path[] = [
  path(
    "flight-arrival",
    "Flight arrives",
    "flight",
    [
      stage("stand", "On stand", "IMM", [], { kind: "gate" }),
      stage("clearance", "Aircraft cleared", "PH", ["stand"]),
      stage("release", "Release", "IMM", ["clearance"], { kind: "release" }),
    ],
    { parts: ["air-passenger-arrival"] },
  ),
  path("air-passenger-arrival", "Passenger arrives by air", "traveller", [
    stage("health", "Health screening", "PH", [], { expected_s: 30, target_s: 600 }),
    stage("immigration", "Primary immigration", "IMM", ["health"], { target_s: 1200 }),
    stage("customs", "Customs", "CUS", ["immigration"], { target_s: 900 }),
    stage("release", "Release", "CUS", ["customs"], { kind: "release" }),
  ]),
];
const land: Path[] = [
  path("osbp-truck", "Truck with consignment crosses the one-stop border post", "truck", [
    stage("gate.in", "Gate in", "CUS", [], { kind: "gate", target_s: 3600 }),
    stage("exit.immigration", "Exit immigration, driver", "XX-IMM", ["gate.in"], { side: "exit" }),
    stage("exit.customs", "Exit customs", "XX-CUS", ["exit.immigration"], { side: "exit", target_s: 1800 }),
    stage("handover", "Hand-over to the state entered", "XX-CUS", ["exit.customs"], { side: "exit", kind: "handover" }),
    stage("entry.health", "Entry health screening, driver", "PH", ["handover"]),
    stage("entry.immigration", "Entry immigration, driver", "IMM", ["entry.health"], { target_s: 1800 }),
    stage("entry.documents", "Entry customs, documents and risk channel", "CUS", ["handover"], { target_s: 1800 }),
    stage("joint", "Joint examination", "CUS", ["entry.documents"], { kind: "joint_examination", applies: "selected", mandatory: false }),
    stage("entry.examination", "Physical examination", "CUS", ["entry.documents"], { applies: "selected", target_s: 7200 }),
    stage("release", "Release", "CUS", ["entry.immigration", "entry.documents"], { kind: "release" }),
  ]),
  path("osbp-person", "Person crosses on foot", "person_on_foot", [
    stage("exit.immigration", "Exit immigration", "XX-IMM", [], { side: "exit" }),
    stage("entry.immigration", "Entry immigration", "IMM", ["exit.immigration"]),
    stage("release", "Release", "IMM", ["entry.immigration"], { kind: "release" }),
  ]),
];
const sea: Path[] = [
  path("vessel-call", "Vessel calls", "vessel", [
    stage("pre-arrival", "Pre-arrival declarations", "SEA", []),
    stage("pratique", "Free pratique", "PH", ["pre-arrival"], { target_s: 7200 }),
    stage("boarding", "Joint boarding", "IMM", ["pratique"], { target_s: 10800 }),
    stage("berth", "Berth", "SEA", ["pratique"], { target_s: 14400 }),
    stage("departure", "Departure clearance", "CUS", ["boarding", "berth"], { target_s: 7200 }),
    stage("release", "Release", "SEA", ["departure"], { kind: "release" }),
  ]),
];

export const paths: Record<string, PointPaths> = {
  skyport: { point: "skyport", paths: air, desks: [] },
  bridge: { point: "bridge", paths: land, desks: [] },
  haven: { point: "haven", paths: sea, desks: [] },
  lakeside: { point: "lakeside", paths: [], desks: [] },
};

const officer = (
  id: string,
  name: string,
  agencyId: string,
  point: string,
  desk: string,
  purposes: string[],
  roles = ["frontline"],
): Officer => ({
  id,
  name,
  agency: agencyId,
  agency_name: framework.agencies.find((a) => a.id === agencyId)?.short ?? agencyId,
  state: agencyId.startsWith("XX") ? "XXA" : "UTO",
  desk: point ? `${point}.${desk.toLowerCase().replaceAll(" ", "-")}` : desk,
  desk_name: desk,
  point,
  roles,
  purposes,
});

export const officers: Officer[] = [
  officer("sky-imm", "Anna Eriksson", "IMM", "skyport", "Arrivals hall", ["border_control", "statistics"]),
  officer("sky-cus", "Bo Lund", "CUS", "skyport", "Red channel", ["customs"]),
  officer("sky-ph", "Cleo Marsh", "PH", "skyport", "Health desk", ["health"]),
  officer("bri-imm", "Dina Falk", "IMM", "bridge", "Entry hall", ["border_control"]),
  officer("bri-cus", "Emil Holt", "CUS", "bridge", "Customs hall", ["customs"], ["frontline", "intake"]),
  officer("bri-ph", "Finn Orre", "PH", "bridge", "Health desk", ["health"]),
  officer("bri-xcus", "Gita Roos", "XX-CUS", "bridge", "Exit customs", ["customs"]),
  officer("bri-ximm", "Hugo Sand", "XX-IMM", "bridge", "Exit immigration", ["border_control"]),
  officer("hav-sea", "Ines Krok", "SEA", "haven", "Harbour control", ["safety"]),
  officer("hav-ph", "Jon Berg", "PH", "haven", "Port health", ["health"]),
  officer("nat-cus", "Kaja Lind", "CUS", "", "Duty desk", ["customs", "oversight"], ["duty", "auditor"]),
];

/** A card with nothing in it yet. */
export const blank = (id: string, point: string): Card => ({
  id,
  disclosure: "content",
  point,
  lanes: [],
  owed: [],
  state: "waiting",
  direction: "inbound",
  nature: "simulated",
  version: 1,
  remarks: 0,
  conflicts: 0,
});
