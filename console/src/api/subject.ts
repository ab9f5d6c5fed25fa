/** Who or what crosses, field by field: what `subject` holds in the API's crossings and in what opens one. Every field of these may be left out. */
export interface Document {
  kind?: string;
  number?: string;
  issuer?: string;
  expires?: string;
}

export interface Traveller {
  surname?: string;
  given?: string;
  birth?: string;
  sex?: string;
  nationality?: string;
  document?: Document;
  role?: string;
  seat?: string;
}

export interface Goods {
  text?: string;
  hs?: string;
}

export interface Vehicle {
  plate?: string;
  trailer?: string;
  company?: string;
  people?: Traveller[];
  goods?: Goods[];
  containers?: string[];
  declaration?: string;
}

export interface Flight {
  carrier?: string;
  number?: string;
  origin?: string;
  destination?: string;
  scheduled?: string;
}

export interface Consignment {
  declaration?: string;
  goods?: Goods[];
  containers?: string[];
  company?: string;
}

export interface Vessel {
  name?: string;
  imo?: string;
  flag?: string;
  last_port?: string;
  crew?: Traveller[];
  passengers?: number;
  consignments?: Consignment[];
}

export type Subject =
  | ({ kind: "traveller" | "person_on_foot" } & Traveller)
  | ({ kind: "flight" } & Flight)
  | ({ kind: "truck" | "bus" | "car" } & Vehicle)
  | ({ kind: "vessel" } & Vessel)
  | ({ kind: "consignment" } & Consignment);
