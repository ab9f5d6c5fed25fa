import { type Catalogue, en } from "./en";

export const ur: Catalogue = en;
