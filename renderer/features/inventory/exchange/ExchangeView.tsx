import { Segments } from '#renderer/kit/Choices.tsx';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { AnsibleExport } from './AnsibleExport.tsx';
import { AnsibleImport } from './AnsibleImport.tsx';
import panel from '../panel.module.css';
import { OwnFile } from './OwnFile.tsx';

const words = t.inventory.exchange;
const parts = [
  { value: 'import', label: words.part.import },
  { value: 'export', label: words.part.export },
  { value: 'yaml', label: words.part.yaml },
] as const;
const panels = { import: AnsibleImport, export: AnsibleExport, yaml: OwnFile };

export function ExchangeView() {
  const { address } = useInventory();
  const part = parts.find(({ value }) => value === address.get('part'))?.value ?? 'import';
  const Panel = panels[part];
  return (
    <div className={panel.view}>
      <div>
        <Segments label={words.parts} value={part} options={parts} onChange={(chosen) => address.set({ part: chosen })} />
      </div>
      <Panel />
    </div>
  );
}
