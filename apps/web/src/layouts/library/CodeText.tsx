import { VisibleText } from '../../ui/VisibleText.tsx'

/** A command line or the like, whole, with nothing hidden in it. */
export const CodeText = ({ text, label }: { text: string; label: string }) => (
  <pre
    tabIndex={0}
    role="group"
    aria-label={label}
    className="max-h-64 overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-code px-3 py-2 font-mono text-[13px] [overflow-wrap:anywhere]"
  >
    <VisibleText text={text} />
  </pre>
)
