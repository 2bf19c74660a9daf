import { type ReactNode, useId } from 'react'

/** A few exclusive choices, all in sight. */
export function Choices<T extends string>({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string
  value: T
  choices: { value: T; title: ReactNode; note?: ReactNode }[]
  onChoose: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset className="grid gap-1.5">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex cursor-pointer items-start gap-3 rounded-xl border border-line bg-surface px-3.5 py-2.5 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="block font-medium">{choice.title}</span>
            {choice.note && <span className="block text-[13px] text-ink-2">{choice.note}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
