import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { sizeCheck } from './scripts/size.ts'
import { shellSymbols } from './scripts/symbols.ts'

const isShellSymbol = shellSymbols(import.meta.dirname)
const isKit = /\/src\/(ui|lib|stores)\/(?!diff\/|MenuPopup|DialogWindow|ConfirmDialog|Drawer|highlight)/
const hub = process.env['ATRIUM_DEV_HUB'] ?? 'http://127.0.0.1:3333'

export default defineConfig({
  plugins: [react(), tailwindcss(), sizeCheck()],
  // The hub puts a fresh nonce in place of this mark each time it serves the page.
  html: { cspNonce: '__ATRIUM_NONCE__' },
  build: {
    target: 'es2023',
    sourcemap: false,
    manifest: true,
    // An inlined file would be a data: URL, which the content security policy refuses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Sixty icons and a dozen small components would else be as many files.
        codeSplitting: {
          groups: [
            { name: 'xterm', test: /@xterm/ },
            { name: 'kit', test: (id) => isKit.test(id) || isShellSymbol(id) },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The hub answers only to its own name, and takes changes only from its own pages.
    proxy: Object.fromEntries(
      ['/api', '/trpc'].map((path) => [
        path,
        { target: hub, ws: true, changeOrigin: true, headers: { origin: hub } },
      ]),
    ),
  },
})
