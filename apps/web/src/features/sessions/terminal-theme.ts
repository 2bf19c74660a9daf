import type { ITheme } from '@xterm/xterm'

/** Dark in both themes: programs choose their colours for a dark ground. */
export const terminalTheme: ITheme = {
  background: '#0c1615',
  foreground: '#dbe4e1',
  cursor: '#6fd0bd',
  cursorAccent: '#0c1615',
  selectionBackground: '#2f5a54',
  black: '#22302e',
  red: '#ef7d6e',
  green: '#79c98f',
  yellow: '#dfb45c',
  blue: '#7fb0ea',
  magenta: '#d191d8',
  cyan: '#63c7b8',
  white: '#cdd8d5',
  brightBlack: '#6f827e',
  brightRed: '#ff9b8c',
  brightGreen: '#98e0ab',
  brightYellow: '#f2cd80',
  brightBlue: '#a3c8f7',
  brightMagenta: '#e5b2ea',
  brightCyan: '#8ee2d4',
  brightWhite: '#f4f8f7',
}
