import type { JsonText } from '../columns.ts'

/** Settings of the hub that a person changed. */
export interface SettingTable {
  key: string
  value: JsonText
}
