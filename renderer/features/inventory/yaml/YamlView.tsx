import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { EditorView } from '@codemirror/view';
import type { DocumentData } from '#contract/inventory/document.ts';
import type { Variable } from '#contract/inventory/variables.ts';
import { api } from '#renderer/api.ts';
import { KeyHint } from '#renderer/kit/KeyHint.tsx';
import { componentsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { pathOf, pathText, useDraftState, useInventory } from '../inventory-context.ts';
import { offersAt } from '../model/completions.ts';
import type { CompletionWorld } from '../model/completions.ts';
import { dictionaryQuery, inventorySecretsQuery } from '../queries.ts';
import { aboutVariables } from './about-variable.ts';
import { bindDraft, showPlace } from './draft-binding.ts';
import { completion, editing, openEditor } from './editor.ts';
import styles from './yaml.module.css';

const words = t.inventory.editor;
const nothing: DocumentData = { general: {}, variables: {}, groups: [], nodes: [] };

/** What completion and hover know; read when they are asked, so that the editor is not made anew for it. */
function useWorld() {
  const { platformId, store } = useInventory();
  const { data, summary } = useDraftState(store);
  const dictionary = useQuery(dictionaryQuery).data;
  const components = useQuery(componentsQuery).data;
  const secrets = useQuery(inventorySecretsQuery(platformId)).data;
  const world = useRef<CompletionWorld & { draftId: string }>({ data: nothing, dictionary: [], components: [], secrets: [], draftId: '' });
  useEffect(() => {
    world.current = {
      data,
      dictionary: dictionary ?? [],
      components: components ?? [],
      secrets: secrets?.map(({ name }) => name) ?? [],
      draftId: summary.id,
    };
  });
  return world;
}

export function YamlView() {
  const { platformId, store, address } = useInventory();
  const world = useWorld();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const at = address.get('at');
  const issueId = address.get('issue');
  useEffect(() => {
    if (host.current === null) return undefined;
    const binding = bindDraft(store);
    const variable = (name: string): Variable | undefined =>
      world.current.dictionary.find((one) => one.name === name || one.aliases.includes(name));
    const effective = async (node: string, name: string) => {
      const values = await api.inventory.drafts
        .effective({ platformId, draftId: world.current.draftId, node, variable: name })
        .catch(() => []);
      return values[0] ?? null;
    };
    const view = openEditor(host.current, store.text(), [
      binding.extension,
      completion((doc, position) => offersAt(doc, position, world.current)),
      aboutVariables({ variable, effective }),
      editing,
    ]);
    editor.current = view;
    const detach = binding.attach(view);
    return () => {
      detach();
      view.destroy();
      editor.current = null;
    };
  }, [platformId, store, world]);
  useEffect(() => {
    const path = at === '' ? null : pathOf(at);
    if (path === null || editor.current === null) return;
    // The issue that was chosen last stays in the address when a link leads elsewhere.
    const issue = store.snapshot().issues.find((one) => one.id === issueId && pathText(one.path) === at);
    showPlace(editor.current, store, { path, issue });
    // Shown once; who asks for the same place again is led there again.
    address.set({ at: '' });
  }, [at, issueId, store, address]);
  return (
    <>
      <div ref={host} className={styles.host} />
      <p className={styles.foot}>
        <span>{words.keys}</span>
        <span>
          <KeyHint keys="f8" /> {t.inventory.issues.next}
        </span>
        <span>
          <KeyHint keys="mod+space" /> {words.complete}
        </span>
        <span>
          <KeyHint keys="mod+f" /> {words.search}
        </span>
      </p>
    </>
  );
}
