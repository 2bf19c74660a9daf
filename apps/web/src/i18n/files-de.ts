import type { filesEn } from './files-en.ts'

export const filesDe: typeof filesEn = {
  files: {
    all: 'Alle Dateien',
    brokenLink: 'Ein Verweis, der nirgendwohin führt',
    cannotOpen: 'Diese Datei kann nicht gezeigt werden',
    changedElsewhere:
      'Diese Datei wurde anderswo geändert, seit du sie geöffnet hast. Deine ist noch nicht gespeichert.',
    choose:
      'Deine Notizen und alles andere, was Agenten lesen und schreiben: einfache Dateien in einem Ordner von dir.',
    chooseTitle: 'Wähle eine Datei',
    compare: 'Vergleichen',
    compareNote: 'Zeilen mit − stehen nur in deiner, Zeilen mit + nur in der im Tresor.',
    compareTitle: 'Deine und die im Tresor',
    content: 'Inhalt von {{name}}',
    deletedElsewhere:
      'Diese Datei wurde anderswo gelöscht, seit du sie geöffnet hast. Deine ist noch nicht gespeichert.',
    download: 'Herunterladen',
    edit: 'Bearbeiten',
    empty:
      'Hier stehen deine Notizen und alles andere, was Agenten lesen und schreiben: einfache Dateien in einem Ordner von dir.',
    emptyFolder: 'Leer',
    emptyTitle: 'Dein Tresor ist leer',
    exists: 'An dieser Stelle gibt es schon eine Datei.',
    folderFailed: 'Nicht lesbar',
    hideHidden: 'Versteckte Dateien ausblenden',
    keepMine: 'Meine behalten',
    leave: 'Änderungen verwerfen',
    leaveMessage: 'Was du in „{{name}}“ geschrieben hast, ist nicht gespeichert.',
    leaveTitle: 'Ohne zu speichern gehen?',
    mine: 'nur in deiner',
    missing: 'Diese Datei gibt es nicht',
    new: 'Neue Datei',
    place: 'Name',
    placeExample: 'Notizen/Idee.md',
    placeHint:
      'Mit den Ordnern, in denen sie liegt; fehlende werden angelegt. Ohne Endung wird es eine Markdown-Datei.',
    preview: 'Vorschau',
    save: 'Speichern',
    saved: 'Gespeichert',
    showHidden: 'Versteckte Dateien zeigen',
    takeTheirs: 'Die andere nehmen',
    theirs: 'nur in der im Tresor',
    tree: 'Dateien des Tresors',
    unsaved: 'Nicht gespeichert',
  },
}
