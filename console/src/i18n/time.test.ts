import { expect, test } from "vitest";
import { instant } from "./time";

test("a local time is reckoned in its zone", () => {
  expect(instant("2026-01-01T12:00", "Etc/GMT-3")).toBe(Date.UTC(2026, 0, 1, 9) * 1000);
  expect(instant("2026-03-29T03:30", "Europe/Paris")).toBe(Date.UTC(2026, 2, 29, 1, 30) * 1000);
  expect(instant("soon", "Etc/GMT-3")).toBeUndefined();
});
