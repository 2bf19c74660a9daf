import { useId } from 'react'

/** A few exclusive choices in one line. */
export function Segments<T extends string>({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string
  value: T
  choices: { value: T; title: string }[]
  onChoose: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset className="relative inline-flex h-8 items-stretch rounded-lg bg-sunken p-0.5 coarse:h-11">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="relative flex cursor-pointer items-center rounded-md px-2.5 text-[13px] text-ink-2 has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
          />
          {choice.title}
        </label>
      ))}
    </fieldset>
  )
}
