import { type Catalogue, en } from "./en";

export const sw: Catalogue = en;
