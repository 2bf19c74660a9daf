import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/module.ts', 'src/trpc.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  platform: 'neutral',
  target: 'es2022',
})
