import { HighlightStyle, LanguageDescription, syntaxHighlighting } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { Compartment, EditorState, type Text } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import { type RefObject, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'

export type EditorHandle = {
  text: () => string
  /** What stands there now is what the hub has. */
  setSaved: () => void
}

/** A text, to be changed. Begins anew with another `key`. */
export function Editor({
  name,
  label,
  text,
  handle,
  onDirty,
  onSave,
  line,
}: {
  name: string
  label: string
  text: string
  handle: RefObject<EditorHandle | null>
  onDirty: (dirty: boolean) => void
  onSave: () => void
  /** Line to show, from 1. */
  line?: number | undefined
}) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const base = useRef<Text>(null)
  const save = useEffectEvent(onSave)
  const tell = useEffectEvent(() => {
    if (view.current && base.current) onDirty(!view.current.state.doc.eq(base.current))
  })
  const begin = useEffectEvent((parent: HTMLElement, language: Compartment) => {
    const state = EditorState.create({
      doc: text,
      extensions: [
        // Before the others: this key is the page's own.
        keymap.of([{ key: 'Mod-s', preventDefault: true, run: () => (save(), true) }]),
        basicSetup,
        EditorState.lineSeparator.of(separatorOf(text)),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => void (update.docChanged && tell())),
        look,
        syntaxHighlighting(colors),
        language.of([]),
      ],
    })
    base.current = state.doc
    return new EditorView({ state, parent })
  })
  const show = useEffectEvent((wanted: number | undefined) => {
    const editor = view.current
    if (!editor || wanted === undefined) return
    const { from } = editor.state.doc.line(Math.min(Math.max(1, wanted), editor.state.doc.lines))
    editor.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    })
  })

  useEffect(() => {
    if (!box.current) return
    const language = new Compartment()
    const editor = begin(box.current, language)
    view.current = editor
    let gone = false
    void LanguageDescription.matchFilename(languages, name)
      ?.load()
      .then((support) => {
        if (!gone) editor.dispatch({ effects: language.reconfigure(support) })
      })
      .catch(() => {}) // Plain text can be edited too.
    return () => {
      gone = true
      view.current = null
      editor.destroy()
    }
  }, [name])

  useEffect(() => show(line), [line])

  useImperativeHandle(
    handle,
    () => ({
      text: () => view.current?.state.sliceDoc() ?? '',
      setSaved: () => {
        base.current = view.current?.state.doc ?? null
      },
    }),
    [],
  )
  return <div ref={box} className="h-full min-h-0 [&>.cm-editor]:h-full" />
}

/** Lines end as they did: a text that is only looked at must not change when it is saved. */
const separatorOf = (text: string): string => (/\r\n/.test(text) && !/(^|[^\r])\n/.test(text) ? '\r\n' : '\n')

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '13.5px' },
  // The caret and the line under it say where the focus is.
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6', fontVariantLigatures: 'none' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-3)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 50%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklch, var(--accent) 28%, transparent)',
  },
  '.cm-selectionMatch, .cm-searchMatch': {
    backgroundColor: 'color-mix(in oklch, var(--signal) 30%, transparent)',
  },
  '.cm-panels, .cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    borderColor: 'var(--line)',
  },
  '.cm-textfield': { backgroundColor: 'var(--surface)', borderColor: 'var(--line-strong)' },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--hover)',
    borderColor: 'var(--line-strong)',
  },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--hover)',
    borderColor: 'var(--line)',
    color: 'var(--ink-2)',
  },
})

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.tagName], color: 'var(--shiki-token-keyword)' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--shiki-token-string)' },
  { tag: [tags.comment, tags.meta], color: 'var(--shiki-token-comment)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--shiki-token-constant)' },
  {
    tag: [tags.function(tags.variableName), tags.className, tags.typeName],
    color: 'var(--shiki-token-function)',
  },
  { tag: [tags.propertyName, tags.attributeName], color: 'var(--shiki-token-parameter)' },
  { tag: [tags.link, tags.url], color: 'var(--accent)' },
  { tag: tags.heading, fontWeight: '600' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
])
