import type { Message } from "./en";
import type { measures as en } from "./en.measures";

/** Texts of the figures about what is owed. */
export const measures = {
  "measures.title": "Utendaji",
  "measures.lead": "Kinachodaiwa kinaonwa na kujibiwa haraka kiasi gani. Kila tarakimu inaongoza kwenye kinachohesabiwa.",
  "measures.lead.own": "Kinachodaiwa na {agency}, na kinavyoonwa na kujibiwa. Kila tarakimu inaongoza kwenye kinachohesabiwa.",
  "measures.link": "Utendaji",
  "measures.by": "Imehesabiwa kwa",
  "measures.by.agency": "Taasisi",
  "measures.by.kind": "Aina",
  "measures.by.point": "Kituo cha mpaka",
  "measures.nobody.agency": "Kwa wadhifa",
  "measures.nobody.kind": "Bila aina",
  "measures.nobody.point": "Kitaifa",
  "measures.days": "Muda upi",
  "measures.last": { one: "Siku {count} iliyopita", other: "Siku {count} zilizopita" },
  "measures.none": "Hakuna kilichodaiwa katika muda huu",
  "measures.none.detail": "Dawati moja linachoomba kwa jingine huhesabiwa hapa tangu kinapoombwa.",
  "measures.figure.made": "Yaliyoombwa",
  "measures.figure.seen_in_time": "Yaliyoonwa kwa wakati",
  "measures.figure.answered": "Yaliyojibiwa",
  "measures.figure.answered_in_time": "Yaliyojibiwa kwa wakati",
  "measures.figure.open": "Wazi",
  "measures.figure.late": "Yaliyochelewa sasa",
  "measures.figure.declined": "Yaliyokataliwa",
  "measures.figure.escalated": "Yaliyopandishwa",
  "measures.median": "Nusu ndani ya",
  "measures.p90": "Tisa kwa kumi ndani ya",
  "measures.open": "{name}, {figure}: {value}. Onyesha kinachohesabiwa",
  "measures.hidden": "Hakuna unachoonyeshwa",
  "measures.hidden.detail": "Tarakimu zinalihesabu; maudhui yanabaki kwa wahusika.",
} as const satisfies Record<keyof typeof en, Message>;
