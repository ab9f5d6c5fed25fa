import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** `npm run dev` draws the console anew at every change and asks the server at MPAKA_URL. */
export default defineConfig({
  plugins: [react()],
  // The map draws in a worker that is itself a module.
  worker: { format: "es" },
  build: {
    target: "es2023",
    // The policy of the page allows no data: fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { "/api": process.env.MPAKA_URL ?? "http://127.0.0.1:8080" } },
});
