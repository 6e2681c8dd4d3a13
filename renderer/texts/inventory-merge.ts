// Texts of merging a draft with what was saved or changed elsewhere.
import { plural } from './plural.ts';

export const inventoryMerge = {
  intro: {
    saved: (revision: number) => `This draft and version ${revision}, which was saved elsewhere.`,
    home: (home: string) => `This draft and ${home}, which was changed outside of Hearth.`,
  },
  label: 'The merged inventory',
  mine: 'Mine',
  theirs: 'Theirs',
  mineOf: 'Mine: this draft',
  theirsOf: { saved: (revision: number) => `Theirs: version ${revision}`, home: 'Theirs: second home' },
  base: 'Before both',
  mergedMine: 'mine, merged by itself',
  mergedTheirs: 'theirs, merged by itself',
  unchanged: (count: number) => plural(count, 'unchanged line'),
  show: (count: number) => `Show ${plural(count, 'unchanged line')}`,
  nothing: 'nothing',
  top: 'At the top',
  conflict: (number: number, of: number) => `Conflict ${number} of ${of}`,
  open: 'Open',
  answered: { mine: 'Mine taken', theirs: 'Theirs taken', both: 'Both taken', text: 'Edited by hand' },
  takeMine: 'Take mine',
  takeTheirs: 'Take theirs',
  takeBoth: 'Take both',
  edit: 'Edit by hand',
  result: 'What is put there instead',
  resultHint: 'Left empty, nothing is put there.',
  all: 'All open ones',
  allMine: 'Take mine for all open conflicts',
  allTheirs: 'Take theirs for all open conflicts',
  next: 'Next conflict',
  previous: 'Previous conflict',
  openCount: (open: number, of: number) =>
    of === 0
      ? 'No conflicts. Everything was merged by itself.'
      : open === 0
        ? of === 1
          ? 'The conflict has an answer.'
          : `All ${of} conflicts have an answer.`
        : of === 1
          ? 'The conflict is open.'
          : `${open} of ${of} conflicts open.`,
  merged: (mine: number, theirs: number) => `${mine} mine and ${theirs} theirs merged by themselves.`,
  apply: 'Put into the draft',
  whyNot: (open: number) => `${open === 1 ? 'It needs' : 'Each needs'} an answer before the merge can be put into the draft.`,
  done: 'Merged into the draft. Look it over, then save.',
  changed: 'One of both sides has changed meanwhile and was loaded anew. Answers that still fit are kept.',
  dropped: (count: number) => `${plural(count, 'answer')} no longer ${count === 1 ? 'fits and is' : 'fit and are'} to be given anew.`,
  nothingTitle: 'There is nothing to merge.',
  nothingSaved: 'This draft goes on from the newest version.',
  nothingHome: 'The second home holds no changes that are not here.',
  noHome: 'This inventory has no second home.',
};
