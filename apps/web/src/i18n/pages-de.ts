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
    hooks: {
      approveMessage:
        'Das Skript {{path}} (Fingerabdruck {{hash}}…) läuft dann auf diesem Rechner, sooft eines seiner Ereignisse eintritt. Sieh es dir vorher an.',
      approveTitle: 'Hook „{{name}}“ freigeben?',
      errors_one: '{{count}} Fehler in letzter Zeit',
      errors_other: '{{count}} Fehler in letzter Zeit',
      none: 'Es gibt keine. Ein Hook ist ein Skript in .atrium/hooks deines Tresors.',
      note: 'Skripte und Module, die hören, was hier geschieht. Eines, das scheitert, schadet nichts anderem.',
      status: {
        active: 'Aktiv',
        disabled: 'Aus',
        pending_approval: 'Nicht freigegeben',
        failed: 'Fehlgeschlagen',
        unsupported: 'Nicht unterstützt',
      },
      title: 'Hooks',
    },
    sandbox: { available: 'Verfügbar' },
    usage: {
      answers_one: '{{count}} Antwort',
      answers_other: '{{count}} Antworten',
      resets: 'Beginnt neu: {{when}}',
      sources: {
        vendor: 'Wie viel deines Tarifs verbraucht ist, nach Angabe des Anbieters.',
        transcripts:
          'Was auf diesem Rechner verbraucht wurde, gezählt aus den Mitschriften. Die Grenzen deines Tarifs sind nicht bekannt.',
      },
      title: 'Verbrauch',
      tokens: '{{input}} Token gelesen, {{output}} geschrieben',
      windows: {
        five_hour: 'Letzte fünf Stunden',
        seven_day: 'Letzte sieben Tage',
        seven_day_sonnet: 'Letzte sieben Tage, Sonnet',
        seven_day_opus: 'Letzte sieben Tage, Opus',
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
