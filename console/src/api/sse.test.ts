import { expect, test } from "vitest";
import { EventCutter } from "./sse";

test("events are cut wherever the network cuts the text", () => {
  const text = "event: hello\nid: 7\ndata: {}\n\n: still here\n\nid: 8\r\nevent: entry\r\ndata: a\r\ndata: b\r\n\r\n";
  const whole = new EventCutter().push(text);
  expect(whole).toEqual([
    { id: "7", event: "hello", data: "{}" },
    { id: "8", event: "entry", data: "a\nb" },
  ]);
  for (let at = 0; at < text.length; at++) {
    const cutter = new EventCutter();
    expect([...cutter.push(text.slice(0, at)), ...cutter.push(text.slice(at))]).toEqual(whole);
  }
});

test("an event without data is not given, and its name does not stick to the next", () => {
  const cutter = new EventCutter();
  expect(cutter.push("event: a\n\ndata: 1\n\n")).toEqual([{ id: "", event: "message", data: "1" }]);
});
