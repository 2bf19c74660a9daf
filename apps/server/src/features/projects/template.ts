/** The plan of a folder that had none. */
export const planTemplate = (name: string, date: string): string => `# ${name}

> Plan and changelog, begun ${date}.

<!--
How this file is read:
- Headings with two hashes are sections: Released, In Development, Backlog, Changelog. Others are left alone.
- Items are lines that begin with "- [ ]" (open) or "- [x]" (done), not indented.
  Indented lines right below an item belong to it.
- Facts may stand at the end of an item: {priority: p1, theme: ui}
- A release moves the items of In Development to Released and begins a new entry in Changelog.
-->

## Released: v0.0.0

- [x] Project begun

## In Development: v0.1.0

- [ ] First step

## Changelog

### v0.0.0 — ${date}

- Project begun
`
