import { filesDe } from './files-de.ts'
import { libraryDe } from './library-de.ts'
import type { PageTexts } from './pages-en.ts'

export const pagesDe: PageTexts = {
  ...filesDe,
  ...libraryDe,
  settings: {
    agents: {
      note: 'Wer auf diesem Rechner in Chats antworten kann.',
      default: 'Standard',
      install: 'Installieren',
      models: 'Modelle',
      status: {
        ready: 'Bereit',
        missing: 'Nicht installiert',
        no_credential: 'Nicht angemeldet',
        error: 'Fehler',
      },
    },
    access: {
      browser: 'Dieser Browser',
      copyKey: 'Schlüssel kopieren',
      keys: 'API-Schlüssel',
      keysNote:
        'Für Skripte, Bots und andere Programme. Ein Schlüssel wird einmal gezeigt, wenn er entsteht.',
      label: 'Name',
      labelHint: 'Wer ihn benutzt, z. B. „Sicherungsskript“.',
      madeNote: 'Kopiere ihn jetzt. Er kann nicht noch einmal gezeigt werden.',
      madeTitle: 'Dein neuer Schlüssel',
      make: 'Schlüssel anlegen',
      mode: 'Wann eine Anmeldung nötig ist',
      modeChange: 'Ändern',
      modeNote: 'Wer hineinkommt, kann ein Terminal benutzen und damit diesen ganzen Rechner.',
      modeNotes: {
        always: 'Jeder Aufruf braucht ein Token oder einen Schlüssel. Die sichere Wahl.',
        remote: 'Programme auf diesem Rechner kommen ohne hinein; alles andere braucht einen Schlüssel.',
        disabled:
          'Niemand braucht einen Schlüssel. Nur möglich, solange der Hub allein auf diesem Rechner lauscht.',
      },
      modeTitle: 'Seltener nach der Anmeldung fragen?',
      modes: { always: 'Immer', remote: 'Nur von anderswo', disabled: 'Nie' },
      needAdmin: 'Nur der Besitzer oder ein Schlüssel mit allen Rechten sieht und macht Schlüssel.',
      newKey: 'Neuer Schlüssel',
      noKeys: 'Es gibt noch keine Schlüssel.',
      revoke: 'Widerrufen',
      revokeLabel: '{{label}} widerrufen',
      revokeMessage: 'Was „{{label}}“ benutzt, verliert sofort den Zugang.',
      revokeTitle: 'Diesen Schlüssel widerrufen?',
      scopeNotes: {
        chat: 'Mit Agenten sprechen.',
        terminal: 'Terminals öffnen und benutzen. Das ist eine Shell und gleicht vollem Zugriff.',
        files: 'Dateien des Tresors und der Projekte lesen und schreiben.',
        bots: 'Was die Bots brauchen.',
        admin: 'Alles, auch Schlüssel und Einstellungen.',
      },
      scopes: { chat: 'Chat', terminal: 'Terminal', files: 'Dateien', bots: 'Bots', admin: 'Alles' },
      scopesTitle: 'Was er darf',
      signOut: 'Abmelden',
      signedInAs: 'Angemeldet als {{label}}.',
      unused: 'Nie benutzt',
      used: 'Zuletzt benutzt {{when}}',
    },
    about: {
      database: 'Datenbank',
      latest: 'Neueste Version',
      missing: 'Nicht verfügbar',
      problems: 'Braucht Aufmerksamkeit',
      reference: 'API-Referenz',
      sandbox: 'Sandbox',
      status: {
        ok: 'Alles in Ordnung',
        degraded: 'Braucht Aufmerksamkeit',
        recovery: 'Wiederherstellungsmodus',
      },
      unknown: 'Nicht bekannt',
      upToDate: 'Du hast sie',
      uptime: 'Läuft seit',
      vault: 'Tresor',
      version: 'Version',
    },
  },
}
