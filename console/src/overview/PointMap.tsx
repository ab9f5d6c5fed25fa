import * as maplibregl from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { useEffect, useRef, useState } from "react";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlasUrl from "world-atlas/countries-50m.json?url";
import { Notice } from "../design/Feedback";
import { t } from "../i18n";
import type { PointLine } from "./Overview";

maplibregl.setWorkerUrl(workerUrl);

/** Room around the outermost crossing points. Pixels. */
const PADDING_PX = 56;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function style(atlas: Topology): maplibregl.StyleSpecification {
  const land = feature(atlas, atlas.objects.countries as GeometryCollection);
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: land },
      points: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": token("--map-sea") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": token("--map-land") } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": token("--map-line"), "line-width": 1 } },
      {
        id: "points",
        type: "circle",
        source: "points",
        layout: { "circle-sort-key": ["get", "weight"] },
        paint: {
          "circle-radius": ["interpolate", ["linear"], ["get", "weight"], 0, 4, 1, 6, 20, 10, 200, 18],
          "circle-color": [
            "match",
            ["get", "tone"],
            "red",
            token("--red-line"),
            "amber",
            token("--amber-line"),
            "busy",
            token("--accent"),
            token("--border-strong"),
          ],
          "circle-stroke-color": token("--surface"),
          "circle-stroke-width": 1.5,
        },
      },
      {
        id: "names",
        type: "symbol",
        source: "points",
        filter: ["==", ["get", "named"], true],
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["Noto Sans Variable"],
          "text-size": 12,
          "text-offset": [0, 1.1],
          "text-anchor": "top",
          "text-optional": true,
          "symbol-sort-key": ["-", 0, ["get", "weight"]],
        },
        paint: { "text-color": token("--text"), "text-halo-color": token("--map-land"), "text-halo-width": 1.5 },
      },
    ],
  };
}

function features(lines: readonly PointLine[]): GeoJSON.FeatureCollection {
  return {
    type: "FeatureCollection",
    features: lines
      .filter((l) => l.point.position.length === 2)
      .map(({ point, now }) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: [point.position[1] ?? 0, point.position[0] ?? 0] },
        properties: {
          id: point.id,
          name: point.name,
          weight: now?.waiting ?? 0,
          named: (now?.open ?? 0) > 0,
          tone: (now?.past_target ?? 0) > 0 ? "red" : (now?.held ?? 0) > 0 ? "amber" : (now?.open ?? 0) > 0 ? "busy" : "idle",
        },
      })),
  };
}

/** The crossing points on a base map that needs no network. The list beside it says the same in words, so the map is hidden from screen readers. */
export function PointMap({ lines, onOpen }: { lines: readonly PointLine[]; onOpen: (point: string) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<maplibregl.Map | null>(null);
  const latest = useRef({ lines, onOpen });
  const [failed, setFailed] = useState(false);
  latest.current = { lines, onOpen };

  useEffect(() => {
    const stop = new AbortController();
    async function draw() {
      const atlas = (await (await fetch(atlasUrl, { signal: stop.signal })).json()) as Topology;
      if (!host.current || stop.signal.aborted) return;
      const bounds = new maplibregl.LngLatBounds();
      for (const { point } of latest.current.lines) bounds.extend([point.position[1] ?? 0, point.position[0] ?? 0]);
      const drawn = new maplibregl.Map({
        container: host.current,
        style: style(atlas),
        bounds,
        fitBoundsOptions: { padding: PADDING_PX },
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        interactive: true,
      });
      drawn.keyboard.disable();
      drawn.getCanvas().tabIndex = -1;
      drawn.on("load", () => {
        map.current = drawn;
        (drawn.getSource("points") as maplibregl.GeoJSONSource).setData(features(latest.current.lines));
      });
      drawn.on("click", "points", (event) => {
        const id = event.features?.[0]?.properties.id;
        if (id) latest.current.onOpen(String(id));
      });
      drawn.on("mouseenter", "points", () => {
        drawn.getCanvas().style.cursor = "pointer";
      });
      drawn.on("mouseleave", "points", () => {
        drawn.getCanvas().style.cursor = "";
      });
      stop.signal.addEventListener("abort", () => drawn.remove());
    }
    draw().catch(() => !stop.signal.aborted && setFailed(true));
    return () => {
      stop.abort();
      map.current = null;
    };
  }, []);

  useEffect(() => {
    (map.current?.getSource("points") as maplibregl.GeoJSONSource | undefined)?.setData(features(lines));
  }, [lines]);

  if (failed) return <Notice>{t("overview.map.none")}</Notice>;
  return <div ref={host} className="map" aria-hidden="true" />;
}
