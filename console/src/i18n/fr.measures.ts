import type { Message } from "./en";
import type { measures as en } from "./en.measures";

/** Texts of the figures about what is owed. */
export const measures = {
  "measures.title": "Résultats",
  "measures.lead": "En combien de temps ce qui est dû est vu et traité. Chaque chiffre mène à ce qu’il compte.",
  "measures.lead.own": "Ce que doit {agency}, et en combien de temps c’est vu et traité. Chaque chiffre mène à ce qu’il compte.",
  "measures.link": "Résultats",
  "measures.by": "Compter par",
  "measures.by.agency": "Administration",
  "measures.by.kind": "Nature",
  "measures.by.point": "Point de passage",
  "measures.nobody.agency": "Par fonction",
  "measures.nobody.kind": "Sans nature",
  "measures.nobody.point": "Échelon national",
  "measures.days": "Période",
  "measures.last": { one: "Le dernier jour ({count})", other: "Les {count} derniers jours" },
  "measures.none": "Rien n’était dû pendant cette période",
  "measures.none.detail": "Ce qu’un poste demande à un autre est compté ici dès sa création.",
  "measures.figure.made": "Demandé",
  "measures.figure.seen_in_time": "Vu à temps",
  "measures.figure.answered": "Traité",
  "measures.figure.answered_in_time": "Traité à temps",
  "measures.figure.open": "En cours",
  "measures.figure.late": "En retard",
  "measures.figure.declined": "Refusé",
  "measures.figure.escalated": "Transmis plus haut",
  "measures.median": "La moitié en",
  "measures.p90": "Neuf sur dix en",
  "measures.open": "{name}, {figure} : {value}. Montrer ce qui est compté",
  "measures.hidden": "Rien de cela ne vous est communiqué",
  "measures.hidden.detail": "Les chiffres le comptent ; le contenu reste à ceux qui en ont la charge.",
} as const satisfies Record<keyof typeof en, Message>;
