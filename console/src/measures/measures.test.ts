import { expect, test } from "vitest";
import type { Measure } from "../api/types";
import { measuresSearch, share, whichOf } from "./measures";

const MEASURE: Measure = {
  ...{ who: "A", made: 8, open: 1, late: 0, seen_in_time: 6, answered: 4, answered_in_time: 3, declined: 1, withdrawn: 0, escalated: 2 },
  ...{ median_s: 60, p90_s: 120 },
};

test("a share is of what it is a part of, and of nothing there is none", () => {
  expect(share(MEASURE, "seen_in_time")).toBe(0.75);
  expect(share(MEASURE, "answered_in_time")).toBe(0.75);
  expect(share({ ...MEASURE, answered: 0, answered_in_time: 0 }, "answered_in_time")).toBeUndefined();
  expect(share(MEASURE, "late")).toBeUndefined();
});

test("an address that says something else says nothing", () => {
  expect(measuresSearch({ by: "colour", days: 30, who: 7, figure: "late" })).toEqual({
    ...{ by: undefined, days: "30", who: undefined, figure: "late" },
  });
  expect(whichOf("made")).toBe("all");
});
