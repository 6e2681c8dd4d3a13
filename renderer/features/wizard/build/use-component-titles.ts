// Titles of everything that will be installed, chosen or brought along.
import { useQuery } from '@tanstack/react-query';
import { componentsQuery } from '#renderer/server-state/queries.ts';
import { closureOf } from '../model/components-fit.ts';
import { useWizard } from '../wizard-context.ts';

export function useComponentTitles(): string[] {
  const { content } = useWizard();
  const { data: catalogue = [] } = useQuery(componentsQuery);
  const { ids } = closureOf(content.components, catalogue);
  return catalogue.filter((component) => ids.includes(component.id)).map((component) => component.title);
}
