import * as maplibregl from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { useEffect, useRef, useState } from "react";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlasUrl from "world-atlas/countries-50m.json?url";
import { Notice } from "../design/Feedback";
import { t } from "../i18n";

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

/** What the map draws of a crossing point. */
export interface Mark {
  id: string;
  name: string;
  /** Latitude and longitude, WGS 84 degrees. */
  position: readonly number[];
  /** How large: the length of a queue, say. */
  weight: number;
  /** Whether its name is written beside it. */
  named: boolean;
  tone: "red" | "amber" | "busy" | "idle";
}

const longLat = (m: Mark): [number, number] => [m.position[1] ?? 0, m.position[0] ?? 0];

function features(marks: readonly Mark[]): GeoJSON.FeatureCollection {
  return {
    type: "FeatureCollection",
    features: marks
      .filter((m) => m.position.length === 2)
      .map((m) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: longLat(m) },
        properties: { id: m.id, name: m.name, weight: m.weight, named: m.named, tone: m.tone },
      })),
  };
}

/** The crossing points on a base map that needs no network. The list beside it says the same in words, so the map is hidden from screen readers. */
export function PointMap({ marks, onOpen }: { marks: readonly Mark[]; onOpen: (point: string) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<maplibregl.Map | null>(null);
  const latest = useRef({ marks, onOpen });
  const [failed, setFailed] = useState(false);
  latest.current = { marks, onOpen };

  useEffect(() => {
    const stop = new AbortController();
    async function draw() {
      const atlas = (await (await fetch(atlasUrl, { signal: stop.signal })).json()) as Topology;
      if (!host.current || stop.signal.aborted) return;
      const bounds = new maplibregl.LngLatBounds();
      for (const mark of latest.current.marks) bounds.extend(longLat(mark));
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
        (drawn.getSource("points") as maplibregl.GeoJSONSource).setData(features(latest.current.marks));
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
    (map.current?.getSource("points") as maplibregl.GeoJSONSource | undefined)?.setData(features(marks));
  }, [marks]);

  if (failed) return <Notice>{t("overview.map.none")}</Notice>;
  return <div ref={host} className="map" aria-hidden="true" />;
}
