import type { OutreachTexts } from './outreach-en.ts'

export const outreachDe: OutreachTexts = {
  notify: {
    thisDevice: 'Dieses Gerät',
    note: 'Du erfährst, wenn ein Terminal auf dich wartet oder zur Ruhe kommt oder ein Agent um Erlaubnis bittet, auch wenn keine Seite von Atrium offen ist.',
    on: 'Benachrichtigungen sind an',
    onNote:
      'Nachrichten sind für diesen Browser verschlüsselt; der Push-Dienst dazwischen kann sie nicht lesen.',
    off: 'Benachrichtigungen sind aus',
    offNote: 'Der Browser wird um deine Erlaubnis bitten. Vorher wird nichts gesendet.',
    turnOn: 'Einschalten',
    turnOff: 'Ausschalten',
    blocked: 'Vom Browser gesperrt',
    blockedNote:
      'Benachrichtigungen sind für diese Adresse verboten. Erlaube sie in den Website-Einstellungen des Browsers (links neben der Adresse) und lade neu.',
    unsupported: 'In diesem Browser nicht möglich',
    unsupportedNote:
      'Er kennt kein Web Push. Auf iPhone und iPad lege Atrium zuerst auf den Home-Bildschirm und öffne es von dort.',
    insecure: 'Braucht eine sichere Adresse',
    insecureNote:
      'Browser erlauben Benachrichtigungen nur über https oder auf dem Rechner selbst (localhost).',
    dismissed: 'Die Frage des Browsers blieb unbeantwortet.',
    service:
      'Der Push-Dienst des Browsers war nicht zu erreichen, es wurde nichts eingeschaltet. Manche Browser haben keinen, oder er ist abgeschaltet.',
    devices: 'Geräte',
    devicesNote: 'Wer benachrichtigt wird, und wie das gelingt.',
    none: 'Noch wird kein Gerät benachrichtigt.',
    isThis: 'Dieses',
    lastSuccess: 'Erreicht {{when}}',
    never: 'Noch nicht erreicht',
    failures_one: '{{count}} Fehlschlag in Folge',
    failures_other: '{{count}} Fehlschläge in Folge',
    broken: 'Gestört',
    brokenNote:
      'Es wird nichts mehr gesendet. Öffne Atrium auf dem Gerät, oder schalte die Benachrichtigungen dort aus und wieder ein.',
    test: 'Test senden',
    testSent: 'Unterwegs zu {{label}}',
    testFailed: '{{label}} war nicht zu erreichen: {{reason}}',
    remove: '{{label}} entfernen',
    removeTitle: 'Dieses Gerät entfernen?',
    removeMessage: '{{label}} wird nicht mehr benachrichtigt.',
    removeAction: 'Entfernen',
    options: 'Optionen von {{label}}',
    showText: 'Zeigen, was ein Agent tun will',
    showTextNote:
      'Der Befehl steht dann auch auf dem Sperrbildschirm und kann von dort erlaubt werden. Sonst wird nur das Werkzeug genannt; man kann ablehnen oder öffnen.',
    quiet: 'Ruhezeit',
    quietNote: 'In der Zeit von {{zone}}.',
    from: 'Von',
    to: 'Bis',
    approvals: 'Bitten um eine Entscheidung dürfen durch',
    needScope: 'Dieser Schlüssel darf weder Chats noch Terminals sehen; es gibt nichts zu melden.',
  },
  preview: {
    title: 'Vorschau',
    note: 'Sieh von überall, was ein Programm auf diesem Rechner ausliefert, etwa ein Entwicklungsserver. Es bekommt einen eigenen Platz, getrennt von Atrium und deiner Anmeldung.',
    off: 'Die Vorschau ist aus',
    offNote: 'Setze ATRIUM_PREVIEW_HOST und starte den Hub neu.',
    none: 'Nichts lauscht',
    noneNote: 'Starte einen Entwicklungsserver in einem Terminal; sein Port erscheint hier.',
    ports: 'Ports, die lauschen',
    open: 'Öffnen',
    openLabel: 'Port {{port}} öffnen',
    shown: 'Erlaubt',
    close: 'Keinen mehr erlauben',
    localOnly:
      'Die Vorschau liegt unter {{host}}; das erreicht nur ein Browser auf dem Rechner des Hubs selbst. Für andere setze ATRIUM_PREVIEW_HOST auf einen Namen, der hierher führt.',
    popup: 'Der Browser hat das neue Fenster zurückgehalten.',
    openLink: 'Hier öffnen',
    unknown: 'Programm unbekannt',
  },
}
